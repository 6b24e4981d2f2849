/** The atlas in a browser, on a made study with two starts and models on their way. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../pipeline/analysis/studyTable.ts';
import { gatherAtlas } from '../../pipeline/atlas/gatherEntries.ts';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import type { Model } from '../../pipeline/study/grid.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';
import { HAS_CHROMIUM, launchChromium, openFile, type WatchedPage } from './chromium.ts';

const made = makeStudy({ ...GRID_SHAPE, hidden: [16, 784], batch: [100, 1000], missing: [] });
/** A second start, whose images are white all over. */
const ideas = made.ideas.flatMap((idea) => [
  idea,
  { ...idea, restart: 1, image: new Float32Array(PIXELS).fill(1) },
]);
const results = { ...made, ideas };
/** Digits of ink in the middle alone. */
const train = {
  images: Uint8Array.from({ length: 10 * PIXELS }, (_, at) =>
    at % PIXELS > 200 && at % PIXELS < 500 ? 255 : 0,
  ),
  labels: Uint8Array.from(DIGITS),
};

/** Without ink before the first update, and a model's own afterwards. */
function makeCheckpoint(model: Model, updates: number): Checkpoint {
  return {
    ...{ updates, examples: updates * model.settings.batch, testAccuracy: 0.5 },
    ...{ trainingLoss: 1, validationLoss: null, distance: 0, gradientNorm: 0 },
    ideas: DIGITS.map((digit) => ({
      ...{ digit, restart: 0, pixels: new Uint8Array(PIXELS) },
      scores: { masked: 0, whole: 0.01, framed: 0.02, families: {} },
    })),
  };
}

const LINK = '.atlas a.idea[data-model="h784-b1000-s0"][data-digit="3"]';
const readScore = (page: Page) => page.textContent(`${LINK} span span`);
const readAlt = (page: Page) => page.getAttribute(`${LINK} img`, 'alt');
const choose = (page: Page, name: string, value: string) =>
  page.check(`input[name=${name}][value="${value}"]`, { force: true });
const countShown = (page: Page) => page.locator('.atlas a.idea:visible').count();

describe.skipIf(!HAS_CHROMIUM)('the atlas in a browser', () => {
  let browser: Browser;
  let folder: string;
  let path: string;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
    path = join(folder, 'index.html');
    const checkpoints = made.models.map(({ model }) => ({
      model,
      checkpoints: [0, 1, 120].map((updates) => makeCheckpoint(model, updates)),
    }));
    const atlas = await gatherAtlas({ ideas, checkpoints, updatesOf: () => 120, train, showsScores: true });
    await writeFile(path, renderHtml(results, { atlas }));
    browser = await launchChromium();
    watched = await openFile(browser, path, { viewport: { width: 1440, height: 900 } });
    page = watched.page;
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  test('shows one digit of every model, at three pixels to one, and others by choice', async () => {
    expect(await countShown(page)).toBe(12);
    const box = await page.locator('.atlas a.idea:visible img').first().boundingBox();
    expect([box!.width, box!.height]).toEqual([84, 84]);
    await choose(page, 'atlas-digit', 'all');
    expect(await countShown(page)).toBe(120);
    await choose(page, 'atlas-seed', '0');
    expect(await countShown(page)).toBe(40);
    await choose(page, 'atlas-digit', '3');
    expect(await countShown(page)).toBe(4);
  });

  test('tells the score of the chosen reading', async () => {
    const { readings } = made.ideas.find(
      ({ model, digit }) => model.name === 'h784-b1000-s0' && digit === 3,
    )!;
    for (const reading of ['whole', 'framed', 'masked'] as const) {
      await choose(page, 'atlas-reading', reading);
      expect(await readScore(page)).toBe(readings[reading].score.little.toFixed(2));
      expect(await readAlt(page)).toContain(`: ${reading} `);
    }
  });

  test('shows the idea of another start', async () => {
    const before = await page.getAttribute(`${LINK} img`, 'src');
    await choose(page, 'atlas-start', '1');
    expect(await readAlt(page)).toContain('seed 0, start 1, after 120 updates, the end');
    expect(await page.getAttribute(`${LINK} img`, 'src')).not.toBe(before);
    await choose(page, 'atlas-start', '0');
  });

  test('goes back through training by keyboard, and by another clock', async () => {
    await page.focus('#atlas-way');
    await page.keyboard.press('ArrowLeft');
    expect(await page.textContent('#atlas-moment')).toBe('after 1 update, or at the end');
    expect(await readAlt(page)).toContain('after 1 update: masked 0.00');
    await choose(page, 'atlas-clock', 'examples');
    expect(await page.textContent('#atlas-moment')).toBe('at the end');
    await page.focus('#atlas-way');
    await page.keyboard.press('Home');
    expect(await readAlt(page)).toContain('after 0 updates: masked 0.00');
    await page.keyboard.press('End');
    expect(await readAlt(page)).toContain('after 120 updates, the end');
  });

  test('the idea in focus is told beside it', async () => {
    await page.focus(LINK);
    expect(await page.textContent('#atlas-inspector .what')).toContain('3hidden 784, batch 1,000, seed 0');
    expect(await page.locator('#atlas-inspector .bar-row').count()).toBe(4);
    const before = await page.getAttribute('#atlas-inspector img', 'src');
    await page.focus('input[name=atlas-start]:checked');
    await page.keyboard.press('ArrowRight');
    expect(await page.textContent('#atlas-inspector .what')).toContain('seed 0, start 1');
    expect(await page.getAttribute('#atlas-inspector img', 'src')).not.toBe(before);
    await page.keyboard.press('ArrowLeft');
  });

  test('a model opens by Enter, closes by Escape, and its card is back in its place', async () => {
    await page.focus(LINK);
    await page.keyboard.press('Enter');
    expect(await page.textContent('#atlas-dialog-title')).toBe('hidden 784, batch 1,000, seed 0');
    expect(await page.locator('#atlas-dialog .card').count()).toBe(1);
    expect(await page.locator('#atlas-dialog .start-row').count()).toBe(2);
    await page.keyboard.press('Escape');
    // The browser tells of the closing in a later task: the card is waited for.
    await page.locator('#model-h784-b1000-s0 .card').waitFor({ state: 'attached', timeout: 5000 });
    expect(await page.isVisible('#atlas-dialog')).toBe(false);
    expect(await page.locator('#model-h784-b1000-s0 .card').count()).toBe(1);
    expect(await page.evaluate<string>('document.activeElement.dataset.model')).toBe('h784-b1000-s0');
  });

  test('nothing went wrong, and nothing was asked of the network', () => {
    expect(watched.faults).toEqual([]);
  });

  test.each([
    [375, 'light'],
    [375, 'dark'],
    [1100, 'light'],
  ] as const)('nothing sticks out at %d pixels, %s', async (width, colorScheme) => {
    const own = await openFile(browser, path, { viewport: { width, height: 800 }, colorScheme });
    const inner = await own.page.evaluate<number>('document.scrollingElement.scrollWidth');
    expect(inner).toBe(width);
    await own.page.context().close();
  });

  test('without a script, digits can be chosen and an idea leads to its model', async () => {
    const own = await openFile(browser, path, { javaScriptEnabled: false });
    expect(await countShown(own.page)).toBe(12);
    await choose(own.page, 'atlas-digit', '3');
    expect(await own.page.isVisible('#atlas-scripted')).toBe(false);
    await own.page.click(LINK);
    expect(new URL(own.page.url()).hash).toBe('#model-h784-b1000-s0');
    await own.page.context().close();
  });
});
