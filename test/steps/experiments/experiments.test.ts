/** Experiments on real digits and tiny models: what the records say is held against the models themselves. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLASSES, PIXELS } from '../../../pipeline/math/images.ts';
import { computeCell, findNeed } from '../../../pipeline/steps/computeCell.ts';
import type { SearchedCell } from '../../../pipeline/steps/experiments/cellExperiment.ts';
import { COMPARISON } from '../../../pipeline/steps/experiments/comparison.ts';
import { COUNTERFEITS } from '../../../pipeline/steps/experiments/counterfeits.ts';
import { findSearchedCells, gatherExperiments } from '../../../pipeline/steps/experiments/gather.ts';
import { HINTS } from '../../../pipeline/steps/experiments/hints.ts';
import { readFrozenPanel } from '../../../pipeline/steps/panel.ts';
import { publish } from '../../../pipeline/steps/publish.ts';
import { readModel } from '../../../pipeline/steps/trainCell.ts';
import { decodeFloat32 } from '../../../pipeline/store/float32.ts';
import { decodeVf } from '../../../pipeline/store/vf.ts';
import { readFiles, readStamps } from '../../pipeline/commandLine.ts';
import { definePlainEnergy, definePlainMargin } from '../../search/plainSearch.ts';
import { openSmallStudy, type SmallStudy } from '../smallStudy.ts';

const RESULTS = /\/(comparison|hints|counterfeits)\/(?!times)|transfer\.json$/;
const ALL = {
  comparison: { enabled: true, restarts: 1 },
  hints: { enabled: true, images: 6, pixels: 30 },
  counterfeits: { enabled: true, images: 20, flips: 30 },
  transfer: { enabled: true },
};

/** A study of two models with every experiment done and published. */
async function openFinished(folder?: string): Promise<SmallStudy> {
  const opened = await openSmallStudy(folder);
  const study = await opened.change({ hidden: [6, 8], epochs: 12, experiments: ALL });
  for (const cell of study.cells) await computeCell(study, cell, opened.data);
  await publish(study, opened.data);
  return { ...opened, study };
}

test('experiments are done once, and what is damaged is done again to the same bytes', async () => {
  const { study, data } = await openFinished();
  const { root } = study.folder;
  const [files, stamps] = [await readFiles(root, RESULTS), await readStamps(root, RESULTS)];
  expect(Object.keys(files)).toHaveLength(2 * (1 + 3 + 3) + 1);
  const [cell] = study.cells;
  expect(await findNeed(study, cell!, data.identity)).toBeNull();
  await computeCell(study, cell!, data);
  await publish(study, data);
  expect(await readStamps(root, RESULTS)).toEqual(stamps);

  const { record } = study.folder.cell(cell!.name).experiment('hints');
  await writeFile(join(dirname(record), 'hints.f32'), 'half');
  expect(await findNeed(study, cell!, data.identity)).toMatchObject({
    step: 'experiments',
    reason: 'hints hints.f32 is damaged',
  });
  await computeCell(study, cell!, data);
  await publish(study, data);
  expect(await readFiles(root, RESULTS)).toEqual(files);

  const page = await readFile(study.folder.reportHtml, 'utf8');
  for (const id of ['searches', 'hints', 'counterfeits', 'transfer'])
    expect(page).toContain(`<section id="${id}"`);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('a study that wants no experiment has none, and its report does not speak of them', async () => {
  const { study, data } = await openSmallStudy();
  for (const cell of study.cells) await computeCell(study, cell, data);
  await publish(study, data);
  expect(await readFiles(study.folder.root, RESULTS)).toEqual({});
  expect(await readFile(study.folder.reportHtml, 'utf8')).not.toContain('id="hints"');
});

describe('what the records say is so', () => {
  let folder: string;
  let finished: SmallStudy;
  let searched: SearchedCell;
  const folderOf = () => finished.study.folder.cell(searched.cell.name);
  const readModelOf = () => readModel(folderOf().model);
  const readImages = async (name: string) => {
    const file = join(dirname(folderOf().experiment(name).record), `${name}.f32`);
    const values = decodeFloat32(await readFile(file), file);
    return (k: number) => values.slice(k * PIXELS, (k + 1) * PIXELS);
  };
  const testImage = (row: number) =>
    Float32Array.from(
      finished.data.test.images.subarray(row * PIXELS, (row + 1) * PIXELS),
      (byte) => byte / 255,
    );
  const differing = (a: Float32Array, b: Float32Array) =>
    Array.from(a.keys()).filter((pixel) => a[pixel] !== b[pixel]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
    finished = await openFinished(folder);
    searched = (await findSearchedCells(finished.study, finished.data))[1]!;
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  test('counterfeits: the model reads the target, after as many flips as are told', async () => {
    const { result } = await COUNTERFEITS.find(finished.study, searched);
    const [model, imageOf] = [await readModelOf(), await readImages('counterfeits')];
    let forged = 0;
    result!.content.images.forEach(({ row, digit, flips, target }, k) => {
      const original = testImage(row);
      expect(finished.data.test.labels[row]).toBe(digit);
      expect(definePlainMargin(model, digit)(original)).toBeGreaterThan(0);
      expect(flips).toHaveLength(CLASSES);
      expect(flips[digit]).toBeNull();
      const changed = differing(imageOf(k), original);
      if (target === null) {
        expect(changed).toEqual([]);
        return;
      }
      expect(definePlainMargin(model, target)(imageOf(k))).toBeGreaterThan(0);
      expect(changed).toHaveLength(flips[target]!);
      for (const pixel of changed) expect(imageOf(k)[pixel]).toBe(original[pixel]! < 0.5 ? 1 : 0);
      for (const count of flips) if (count !== null) expect(count).toBeGreaterThanOrEqual(flips[target]!);
      forged++;
    });
    expect(forged).toBeGreaterThan(0);
  });

  test('hints: the model misread the image and reads it right after pixels of its idea', async () => {
    const { result } = await HINTS.find(finished.study, searched);
    const [model, imageOf] = [await readModelOf(), await readImages('hints')];
    const { images, recognised, pixels, misread } = result!.content;
    const wrong = Array.from(finished.data.test.labels.keys()).filter(
      (row) => definePlainMargin(model, finished.data.test.labels[row]!)(testImage(row)) <= 0,
    );
    expect(misread).toBe(wrong.length);
    expect(images).toHaveLength(Math.min(6, wrong.length));
    for (const [k, { row, digit, fewest }] of images.entries()) {
      expect(wrong).toContain(row);
      const changed = differing(imageOf(k), testImage(row));
      expect(changed).toHaveLength(fewest.idea ?? 0);
      const file = join(folderOf().ideaFolder, `idea_${digit}.vf`);
      const idea = decodeVf(await readFile(file), file);
      for (const pixel of changed) expect(imageOf(k)[pixel]).toBe(idea[pixel]);
      if (fewest.idea !== null) expect(definePlainMargin(model, digit)(imageOf(k))).toBeGreaterThan(0);
    }
    expect(pixels[0]).toBe(0);
    expect(recognised.idea[0]).toBe(0);
    expect(recognised.idea.at(-1)).toBeGreaterThan(0);
  });

  test('the comparison: certified searches, energies of the ideas, and an agreement that is symmetric', async () => {
    const { result } = await COMPARISON.find(
      finished.study,
      (await findSearchedCells(finished.study, finished.data))[0]!,
    );
    const { searches, agreement } = result!.content;
    expect(searches.map(({ name }) => name)).toEqual([
      'coordinate, raster',
      'coordinate, shuffled',
      'Monte Carlo',
      'annealing',
      'gradient',
    ]);
    for (const { name, ideas, trace } of searches) {
      expect(ideas).toHaveLength(CLASSES);
      if (/coordinate|gradient/.test(name)) expect(ideas.every(({ certified }) => certified)).toBe(true);
      const evaluations = trace.map((point) => point.evaluations);
      expect(evaluations).toEqual([...evaluations].sort((a, b) => a - b));
      if (/coordinate|Monte/.test(name)) {
        const energies = trace.map((point) => point.energy);
        expect(energies.at(-1)).toBeGreaterThan(energies[0]!);
      }
    }
    agreement.forEach((row, r) => {
      expect(row[r]).toBe(1);
      row.forEach((share, c) => {
        expect(share).toBe(agreement[c]![r]);
      });
    });
  });

  test('transfer: the shares are those of a plain forward pass', async () => {
    const { study, data } = finished;
    const { version } = await readFrozenPanel(study.config.judging.judges);
    const { transfer } = await gatherExperiments(study, data, version);
    expect(transfer!.cells).toEqual(study.cells.map(({ name }) => name));
    for (const [c, reader] of study.cells.entries()) {
      const model = await readModel(study.folder.cell(reader.name).model);
      for (const [r, owner] of study.cells.entries()) {
        let right = 0;
        for (let digit = 0; digit < CLASSES; digit++) {
          const file = join(study.folder.cell(owner.name).ideaFolder, `idea_${digit}.vf`);
          const image = decodeVf(await readFile(file), file);
          const logits = Array.from({ length: CLASSES }, (_, each) => definePlainEnergy(model, each)(image));
          if (logits.indexOf(Math.max(...logits)) === digit) right++;
        }
        expect(transfer!.read[r]![c]).toBeCloseTo(right / CLASSES, 10);
      }
    }
  });
});
