import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadedModel } from '../../pipeline/engine/engine.ts';
import { openPlainModel } from '../../pipeline/engine/plain/plainModel.ts';
import { argmax } from '../../pipeline/math/rows.ts';
import { keepSearched, readModelStates } from '../../pipeline/models/modelState.ts';
import { readParameters } from '../../pipeline/models/trainedModel.ts';
import { Drawing, FINENESS } from '../../pipeline/playground/drawing.ts';
import { searchFrom } from '../../pipeline/playground/experiments.ts';
import { gatherPlayground } from '../../pipeline/playground/gatherPlayground.ts';
import { unpackModel } from '../../pipeline/playground/packed.ts';
import { type Reduction, reduceDrawing } from '../../pipeline/playground/reduce.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { writeReport } from '../../pipeline/report/publish.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';
import { findViolations } from './audit.ts';
import { HAS_CHROMIUM, launchChromium, openFile, type WatchedPage } from './chromium.ts';

/** A 7 by keyboard: from the middle to its left end, to the right, and down to its foot. */
const WAY = [...repeat('ArrowLeft', 6), ...repeat('ArrowUp', 8)];
const SEVEN = [
  ...repeat('ArrowRight', 11),
  ...Array.from({ length: 7 }, () => ['ArrowDown', 'ArrowDown', 'ArrowLeft']).flat(),
];

function repeat(key: string, times: number): string[] {
  return Array.from({ length: times }, () => key);
}

/** The same drawing, made here. */
function drawSeven(): Drawing {
  const drawing = new Drawing();
  let [x, y] = [8, 6];
  const place = () => ({ x: (x + 0.5) * FINENESS, y: (y + 0.5) * FINENESS });
  drawing.begin('pen', place());
  for (const key of SEVEN) {
    x += Number(key === 'ArrowRight') - Number(key === 'ArrowLeft');
    y += Number(key === 'ArrowDown');
    drawing.extend(place());
  }
  return drawing;
}

/** Pixels of the pad that are rather red than grey: code that runs in the page. */
const COUNT_COLOURED = `(() => {
  const { data } = document.querySelector('#play-pad').getContext('2d').getImageData(0, 0, 280, 280);
  let coloured = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at] > data[at + 1] + 50) coloured++;
  return coloured;
})()`;

async function openPlayground(page: Page): Promise<void> {
  await page.click('#play-open');
  await page.waitForSelector('#play-pad:focus');
}

async function pressSeven(page: Page): Promise<void> {
  for (const key of [...WAY, ' ', ...SEVEN, ' ']) await page.keyboard.press(key);
}

/** The text of an element as soon as it matches. */
async function readWhen(page: Page, selector: string, pattern: RegExp): Promise<string> {
  const place = page.locator(selector).filter({ hasText: pattern });
  return (await place.textContent({ timeout: 20_000 })) ?? '';
}

const readEnergy = async (page: Page) => Number((await page.textContent('#play-energy'))!.replace('−', '-'));

/** The row of the table in which a reader's column is largest. */
const topAnswer = (page: Page, reader: string) =>
  page.locator(`td.top[data-of=${reader}]`).getAttribute('data-answer');

describe.skipIf(!HAS_CHROMIUM)('the playground in a browser', () => {
  let browser: Browser;
  let folder: string;
  let path: string;
  /** The model as it was trained, on the engine; and as the page carries it. */
  let engine: LoadedModel;
  let carried: LoadedModel;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
    const { data, change } = await openSmallStudy(folder);
    const study = await change({ hidden: [24], epochs: 40 });
    await computeModel(study, study.models[0]!, data);
    await score(study, data);
    const searched = keepSearched(await readModelStates(study, data));
    const playground = (await gatherPlayground({ study, data, searched, areJudgesFit: true }))!;
    await writeReport(study, await gatherResults(study, data), { playground });
    path = study.folder.reportHtml;
    engine = await study.engine.loadModel(
      await readParameters(study, study.models[0]!, searched[0]!.training),
    );
    const { models } = playground.entries;
    carried = openPlainModel(await unpackModel(models[0]!, playground.modelWeights[0]!));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await engine?.dispose();
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  describe('opened from disk', () => {
    let watched: WatchedPage;
    let page: Page;
    beforeAll(async () => {
      watched = await openFile(browser, path);
      page = watched.page;
    });
    afterAll(() => page.context().close());

    test('it is closed, and opens by its button with the focus on the pad', async () => {
      expect(await page.isVisible('#play')).toBe(false);
      await openPlayground(page);
      expect(await page.isVisible('#play-start')).toBe(false);
    });

    test.each(['drawn', 'fitted'] as const)(
      'a 7 that keys draw gets the engine’s answer, %s',
      async (reduction) => {
        if (reduction === 'drawn') await pressSeven(page);
        await page.check(`input[value=${reduction}]`, { force: true });
        const image = reduceDrawing(drawSeven().ink, reduction satisfies Reduction);
        const logits = await engine.logits(image);
        const answer = argmax(logits);
        await readWhen(page, `#play-${reduction}-answer`, new RegExp(`^${answer} \\(`));
        const energy = logits[4]!.toFixed(2).replace('-', '−');
        await readWhen(page, '#play-energy', new RegExp(`^${energy}$`));
        expect(await topAnswer(page, 'model')).toBe(String(answer));
      },
    );

    test('a judge answers as well', async () => {
      await readWhen(page, '#play-said', /^Model: .* Judges: /);
      expect(await page.locator('td[data-of=cnn]').allTextContents()).not.toContain('–');
    });

    test('a flip by hand changes the energy by what was said, and the way back undoes it', async () => {
      await page.check('input[value=drawn]', { force: true });
      await page.focus('#play-image');
      await page.keyboard.press('ArrowDown');
      const told = await readWhen(page, '#play-pixel', /^Pixel 15, 16 /);
      const before = await readEnergy(page);
      const change = Number(/by ([+−]?[\d.]+)\.$/.exec(told)![1]!.replace('−', '-'));
      await page.keyboard.press(' ');
      await readWhen(page, '#play-pixel', /^Pixel 15, 16 is (black|white); .*by/);
      await page.waitForSelector('#play-back:enabled');
      expect((await readEnergy(page)) - before).toBeCloseTo(change, 1);
      await page.click('#play-back');
      await page.waitForSelector('#play-back:disabled');
    });

    test('a search that is watched ends where the study’s ends', async () => {
      const start = reduceDrawing(drawSeven().ink, 'drawn');
      const search = await searchFrom(carried, start, 4, async () => undefined);
      await page.click('#play-search');
      const found = await readWhen(page, '#play-found', /^The energy for 4 rose from/);
      expect(found).toContain(`to ${search.energy.toFixed(2)} in ${(search.visits / 784).toFixed(1)} passes`);
      expect(await topAnswer(page, 'model')).toBe('4');
    });

    test('a counterfeit of the drawing is read as the digit that is wanted', async () => {
      await page.click('#play-back');
      await page.check('input[name=play-digit][value="2"]', { force: true });
      await page.click('#play-counterfeit');
      await readWhen(page, '#play-found', /flipped pixels? the model reads it as 2/);
      expect(await topAnswer(page, 'model')).toBe('2');
    });

    test('the model’s idea can be laid under the drawing', async () => {
      const countColoured = () => page.evaluate<number>(COUNT_COLOURED);
      expect(await countColoured()).toBe(0);
      await page.check('#play-hint');
      expect(await countColoured()).toBeGreaterThan(5000);
    });

    test('every control is reached by Tab', async () => {
      await page.focus('#play-model');
      const reached: string[] = [];
      for (let k = 0; k < 12; k++) {
        reached.push(await page.evaluate<string>('document.activeElement.id || document.activeElement.name'));
        await page.keyboard.press('Tab');
      }
      expect(reached).toEqual([
        ...['play-model', 'play-digit', 'play-pad', 'play-tool', 'play-undo', 'play-clear', 'play-hint'],
        ...['play-image', 'play-reduction', 'play-search', 'play-counterfeit', 'play-back'],
      ]);
    });

    test('axe finds nothing while it is open', async () => {
      expect(await findViolations(page)).toEqual([]);
    });

    test('nothing went wrong, and nothing was asked of the network', () => {
      expect(watched.faults).toEqual([]);
    });
  });

  test('on a phone, in the dark and with reduced motion, a finger draws and nothing sticks out', async () => {
    const { page, faults } = await openFile(browser, path, {
      ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
      ...{ colorScheme: 'dark', reducedMotion: 'reduce' },
    });
    await openPlayground(page);
    await page.locator('#play-pad').tap();
    await readWhen(page, '#play-drawn-answer', /%/);
    const inner = await page.evaluate<number>('document.scrollingElement.scrollWidth');
    const outer = await page.evaluate<number>('document.documentElement.clientWidth');
    expect(inner).toBe(outer);
    await page.locator('#play-search').tap();
    await readWhen(page, '#play-found', /^The energy for 4 rose/);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
