/** The report in a browser: for every reader, at every width, on paper, and of small and large studies. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatherAtlas } from '../../pipeline/atlas/gatherEntries.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { writeAscii } from '../../pipeline/page/ascii.ts';
import { localiseReport } from '../../pipeline/report/localise.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { readSwitch } from '../../pipeline/study/switches.ts';
import { GRID_SHAPE, makeStudy, type StudyShape } from '../report/fixture.ts';
import { findUnreached, findViolations, measureWidth } from './audit.ts';
import { HAS_CHROMIUM, launchChromium, openFile, type WatchedPage } from './chromium.ts';

const PHONE = { width: 375, height: 760 };
/** A page of A4 between its margins, in CSS pixels. */
const PAPER = { width: 688, height: 1017 };

/** It takes half a minute: where a browser has to be there, as in CI. */
const IS_LARGE_TRIED = readSwitch(process.env.DIGIT_IDEAS_REQUIRE_CHROMIUM ?? '') === true;

const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

/** 36 models, as the quarter-hour study has, and 560, of which it takes a file of some 15 MB to show all. */
const SWEEP: StudyShape = {
  ...GRID_SHAPE,
  hidden: [16, 64, 784],
  batch: [50, 100, 1000, 10000],
  missing: [],
};
const LARGE: StudyShape = {
  ...GRID_SHAPE,
  hidden: range(1, 8).map((at) => 16 * at),
  batch: range(1, 7).map((at) => 100 * at),
  seeds: range(0, 10),
  epochs: 2,
  missing: [],
};

async function writeStudy(
  folder: string,
  name: string,
  shape: StudyShape,
  language: 'en' | 'ja' = 'en',
): Promise<string> {
  const study = makeStudy(shape);
  const train = { images: new Uint8Array(10 * PIXELS).fill(255), labels: Uint8Array.from(range(0, 10)) };
  const atlas = await gatherAtlas({
    ...{ ideas: study.ideas, checkpoints: [], updatesOf: () => 120, train, showsScores: true },
  });
  const path = join(folder, `${name}.html`);
  const page = renderHtml(study, { atlas });
  const written = { page, markdown: '', results: study };
  const own = language === 'en' ? page : (await localiseReport(language, written)).page;
  await writeFile(path, writeAscii(own));
  return path;
}

describe.skipIf(!HAS_CHROMIUM)('the report in a browser', () => {
  let browser: Browser;
  let folder: string;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
    browser = await launchChromium();
    watched = await openFile(browser, await writeStudy(folder, 'sweep', SWEEP));
    page = watched.page;
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  test('axe finds nothing', async () => {
    expect(await findViolations(page)).toEqual([]);
  });

  test('text can be read in the dark as well', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findViolations(page, ['color-contrast'])).toEqual([]);
  });

  test('axe finds nothing in an open model', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.focus('.atlas a.idea:visible');
    await page.keyboard.press('Enter');
    const found = await findViolations(page);
    await page.keyboard.press('Escape');
    expect(found).toEqual([]);
  });

  test('Tab comes to every control', async () => {
    expect(await findUnreached(page)).toEqual([]);
  });

  test('a table that is folded away opens by Enter', async () => {
    const fold = page.locator('details.fold').first();
    await fold.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await fold.getAttribute('open')).toBe('');
    await page.keyboard.press('Enter');
    expect(await fold.getAttribute('open')).toBeNull();
  });

  test('on a phone nothing sticks out', async () => {
    await page.setViewportSize(PHONE);
    expect(await measureWidth(page)).toBe(PHONE.width);
  });

  test('dark mode is dark: light ink on dark paper, and back', async () => {
    const brightness = async (colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme });
      const rgb = (property: string) =>
        page.evaluate<string>(`getComputedStyle(document.body).${property}`).then((text) =>
          text
            .match(/\d+/g)!
            .map(Number)
            .reduce((sum, one) => sum + one, 0),
        );
      return { paper: await rgb('backgroundColor'), ink: await rgb('color') };
    };
    const [dark, light] = [await brightness('dark'), await brightness('light')];
    expect(dark.ink - dark.paper).toBeGreaterThan(500);
    expect(light.paper - light.ink).toBeGreaterThan(500);
  });

  test('each link of the contents goes right to its section, whatever of the page is not laid out yet', async () => {
    const places = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('nav.contents a')].map((one) => one.getAttribute('href'))`,
    );
    expect(places.length).toBeGreaterThan(10);
    // From the last to the first, so that those above a section were never seen.
    for (const place of places.toReversed()) {
      await page.click(`nav.contents a[href="${place}"]`);
      await page.waitForTimeout(50);
      const { top, isEnd } = await page.evaluate<{ top: number; isEnd: boolean }>(`({
        top: document.querySelector('${place}').getBoundingClientRect().top,
        isEnd: scrollY + innerHeight > document.documentElement.scrollHeight - 2,
      })`);
      expect(isEnd || Math.abs(top) < 60, `${place} is at ${top}`).toBe(true);
    }
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0);
  });

  test('on paper it has no controls to press, and is dark on white', async () => {
    await page.setViewportSize(PAPER);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await measureWidth(page)).toBeLessThanOrEqual(PAPER.width);
    for (const selector of ['nav.contents', '.skip']) expect(await page.isVisible(selector)).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // Pictures wait until they are scrolled to, but not for printing.
    expect(await page.evaluate('[...document.images].filter((one) => one.naturalWidth === 0).length')).toBe(
      0,
    );
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  });

  test('nothing went wrong, and nothing was asked of the network', () => {
    expect(watched.faults).toEqual([]);
  });

  test('in Japanese axe finds nothing, and nothing sticks out on a phone', async () => {
    const japanese = await openFile(browser, await writeStudy(folder, 'japanese', SWEEP, 'ja'));
    expect(await japanese.page.evaluate('document.documentElement.lang')).toBe('ja');
    expect(await findViolations(japanese.page)).toEqual([]);
    await japanese.page.setViewportSize(PHONE);
    expect(await measureWidth(japanese.page)).toBe(PHONE.width);
    expect(japanese.faults).toEqual([]);
    await japanese.page.context().close();
  });

  test.skipIf(!IS_LARGE_TRIED)(
    '560 models: all are there, nothing sticks out or goes wrong',
    { timeout: 300_000 },
    async () => {
      const large = await openFile(browser, await writeStudy(folder, 'large', LARGE), { viewport: PHONE });
      expect(await large.page.locator('.card[data-model]').count()).toBe(560);
      const shown = `[...document.querySelectorAll('.atlas a.idea')].filter((one) => one.checkVisibility()).length`;
      expect(await large.page.evaluate(shown)).toBe(560);
      expect(await measureWidth(large.page)).toBe(PHONE.width);
      expect(large.faults).toEqual([]);
      await large.page.context().close();
    },
  );
});
