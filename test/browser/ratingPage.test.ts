/** The page on which people rate, in a browser: by keyboard, by touch, and after it was closed. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderRatingPage } from '../../pipeline/rating/ratingPage.ts';
import { drawNoisyDigit } from '../page/madeDigit.ts';
import { findUnreached, findViolations, measureWidth } from './audit.ts';
import { HAS_CHROMIUM, launchChromium, openFile, openTab, type WatchedPage } from './chromium.ts';

const NAMES = ['a1', 'b2', 'c3'];

/** A script that reads all that the browser keeps of the page. */
const READ_KEPT = 'JSON.stringify(localStorage)';

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The rows of the CSV that a button downloads, without the two columns of times. */
async function download(page: Page, button: string): Promise<string[][]> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
  const [header = '', ...lines] = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  const columns = header.split(',');
  const wanted = ['rater', 'image', 'answer', 'sureness'].map((name) => columns.indexOf(name));
  return lines.map((line) => wanted.map((at) => line.split(',')[at]!)).sort();
}

describe.skipIf(!HAS_CHROMIUM)('the rating page in a browser', () => {
  let browser: Browser;
  let folder: string;
  let path: string;
  let tabs: WatchedPage[];
  let page: Page;
  const open = (options: BrowserContextOptions = {}) =>
    openFile(browser, path, { acceptDownloads: true, ...options });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
    path = join(folder, 'rate.html');
    const images = NAMES.map((name, at) => ({ name, pixels: drawNoisyDigit(at, 0.9, name) }));
    await writeFile(path, renderRatingPage({ name: 'made', identity: 'made', images }));
    browser = await launchChromium();
    tabs = [await open()];
    page = tabs[0]!.page;
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  test('before it begins: axe finds nothing, and Tab comes to every control', async () => {
    expect(await findViolations(page)).toEqual([]);
    expect(await findUnreached(page)).toEqual([]);
  });

  test('by keyboard: a name, answers, surenesses, and the way back', async () => {
    await page.focus('#name');
    await page.keyboard.type('Anna');
    await press(page, 'Enter', '3', '4');
    expect(await page.textContent('#count')).toBe('1 of 3 rated');
    expect(await findViolations(page)).toEqual([]);
    await press(page, 'n');
    expect(await page.textContent('#surequestion')).toBe('How sure are you that there is none?');
    await press(page, 'Backspace', '5', 'ArrowRight', 'ArrowRight', 'Enter');
    expect(await page.textContent('#count')).toBe('2 of 3 rated');
  });

  test('closed and opened again, it goes on where it stopped', async () => {
    const first = page;
    tabs.push(await openTab(first.context(), path));
    page = tabs[1]!.page;
    // What one process of a browser keeps reaches the others a moment later, and not at all where it ends at once.
    const readAgain = async () => {
      await page.reload();
      const [here, there] = await Promise.all([page, first].map((tab) => tab.evaluate(READ_KEPT)));
      return `${await page.textContent('#welcome')} Kept here: ${here}; in the first tab: ${there}`;
    };
    await expect.poll(readAgain, { timeout: 10_000 }).toContain('2 of 3 images are rated');
    await first.close();
    await page.reload();
    expect(await page.textContent('#welcome')).toContain('2 of 3 images are rated');
    expect(await page.inputValue('#name')).toBe('Anna');
    await page.focus('#name');
    await press(page, 'Enter', 'n', '1');
    expect(await page.isVisible('#finish')).toBe(true);
    expect(await findViolations(page)).toEqual([]);
    const rows = await download(page, '#download-end');
    expect(rows.map(([rater]) => rater)).toEqual(['Anna', 'Anna', 'Anna']);
    expect(rows.map(([, image]) => image)).toEqual(NAMES);
    expect(rows.map(([, , answer, sureness]) => `${answer} ${sureness}`).sort()).toEqual([
      '3 75',
      '5 25',
      'none 0',
    ]);
  });

  test('by touch, on a phone: nothing sticks out, and buttons do what keys do', async () => {
    const own = await open({ viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true });
    expect(await measureWidth(own.page)).toBe(375);
    await own.page.fill('#name', 'Ben');
    await own.page.tap('button[type=submit]');
    for (const digit of [7, 1, 0]) {
      await own.page.tap(`[data-answer="${digit}"]`);
      expect(await measureWidth(own.page)).toBe(375);
      await own.page.tap('[data-sureness="100"]');
    }
    const rows = await download(own.page, '#download-end');
    expect(rows.map(([, , answer, sureness]) => `${answer} ${sureness}`).sort()).toEqual([
      '0 100',
      '1 100',
      '7 100',
    ]);
    expect(own.faults).toEqual([]);
    await own.page.context().close();
  });

  test('in the dark axe finds nothing either', async () => {
    const own = await open({ colorScheme: 'dark' });
    expect(await findViolations(own.page)).toEqual([]);
    await own.page.context().close();
  });

  test('nothing went wrong, and nothing was asked of the network', () => {
    expect(tabs.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
