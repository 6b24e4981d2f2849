/** A real browser for tests of pages: Chromium, where the machine has it. */
import { existsSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { readSwitch } from '../../pipeline/study/switches.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

const found = PLACES.find((place) => existsSync(place));

/** Whether there is one, or has to be: without DIGIT_IDEAS_REQUIRE_CHROMIUM=1 its tests are left out where it is missing. */
export const HAS_CHROMIUM =
  found !== undefined || readSwitch(process.env.DIGIT_IDEAS_REQUIRE_CHROMIUM ?? '') === true;

if (!HAS_CHROMIUM) console.error(`left out: tests in a browser, for there is none at ${PLACES.join(', ')}`);

/** Starts it. Throws where there is none. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: found ?? PLACES[0]!, args: FLAGS });
}

/** A page that was opened from disk, and what went wrong on it so far: errors, and requests beyond its own file. */
export interface WatchedPage {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** Opens a file in a window of its own, which keeps nothing of others. */
export async function openFile(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  return openTab(await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options }), path);
}

/** Opens a file in another tab of a window. */
export async function openTab(window: BrowserContext, path: string): Promise<WatchedPage> {
  const page = await window.newPage();
  const faults: string[] = [];
  const url = `file://${path}`;
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) faults.push(request.url());
  });
  await page.goto(url);
  return { page, faults };
}
