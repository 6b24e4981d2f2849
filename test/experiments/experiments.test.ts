/** Experiments on real digits and tiny models: what the records say is held against the models themselves. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  BASELINE_KINDS,
  baselinesRecord,
  baselinesScores,
} from '../../pipeline/experiments/baselines/baselinesRecord.ts';
import { comparisonRecord } from '../../pipeline/experiments/comparison/comparisonRecord.ts';
import {
  counterfeitScores,
  counterfeitsRecord,
} from '../../pipeline/experiments/counterfeits/counterfeitsRecord.ts';
import { HINT_SOURCES, hintScores, hintsRecord } from '../../pipeline/experiments/hints/hintsRecord.ts';
import { openKeptImage } from '../../pipeline/experiments/keptImages.ts';
import {
  legibilityRecord,
  legibilityScores,
} from '../../pipeline/experiments/legibility/legibilityRecord.ts';
import { EXPERIMENTS } from '../../pipeline/experiments/listExperiments.ts';
import { transferRecord } from '../../pipeline/experiments/transfer/transferRecord.ts';
import { openFrozenPanel, readFrozenPanel } from '../../pipeline/judging/frozenPanel.ts';
import type { Panel } from '../../pipeline/judging/panel.ts';
import { CLASSES, PIXELS } from '../../pipeline/math/images.ts';
import { drawPermutation, drawUniform, openStream } from '../../pipeline/math/streams.ts';
import {
  keepSearched,
  readModelState,
  readModelStates,
  type SearchedModel,
} from '../../pipeline/models/modelState.ts';
import { readParameters } from '../../pipeline/models/trainedModel.ts';
import { publish } from '../../pipeline/report/publish.ts';
import { decodeFloat32 } from '../../pipeline/store/float32.ts';
import { decodeVf } from '../../pipeline/store/vf.ts';
import { computeModel, findNeed } from '../../pipeline/sweep/computeModel.ts';
import { hashFiles, readStamps } from '../commands/commandLine.ts';
import { openSmallStudy, type SmallStudy } from '../models/smallStudy.ts';
import { definePlainEnergy, definePlainMargin } from '../search/plainSearch.ts';
import { findNearestPlainly } from './baselines/plainNearest.ts';

const RESULTS =
  /\/(comparison|hints|counterfeits|optimum|legibility|baselines)\/(?!times|.*\.key\.json)|transfer\.json$/;
const ALL = {
  comparison: { enabled: true, restarts: 1 },
  hints: { enabled: true, images: 6, pixels: 30 },
  counterfeits: { enabled: true, images: 20, flips: 30 },
  transfer: { enabled: true },
  // Of the narrower model alone; to its end the proof would take a minute.
  optimum: { enabled: true, programs: 1, hidden: 6 },
  legibility: { enabled: true, digits: [3, 8], reads: 30 },
  baselines: { enabled: true },
};

/** A study of two models with every experiment done and published. */
async function openFinished(folder: string): Promise<SmallStudy> {
  const opened = await openSmallStudy(folder);
  const study = await opened.change({ hidden: [6, 8], epochs: 12, experiments: ALL });
  for (const model of study.models) await computeModel(study, model, opened.data);
  await publish(study, opened.data);
  return { ...opened, study };
}

let folder: string;
let finished: SmallStudy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  finished = await openFinished(folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test('experiments are done once, and what is damaged is done again to the same bytes', async () => {
  const { study, data } = finished;
  const { root } = study.folder;
  const [files, stamps] = [await hashFiles(root, RESULTS), await readStamps(root, RESULTS)];
  expect(Object.keys(files)).toHaveLength(2 * (1 + 3 + 3 + 2 + 2) + 22 + 1);
  const [model] = study.models;
  expect(await findNeed(study, await readModelState(study, model!, data), data)).toBeNull();
  await computeModel(study, model!, data);
  await publish(study, data);
  expect(await readStamps(root, RESULTS)).toEqual(stamps);

  const { record } = study.folder.model(model!.name).experiment('hints');
  await writeFile(join(dirname(record), 'hints.f32'), 'half');
  expect(await findNeed(study, await readModelState(study, model!, data), data)).toMatchObject({
    step: 'experiments',
    reason: 'hints hints.f32 is damaged',
  });
  await computeModel(study, model!, data);
  await publish(study, data);
  expect(await hashFiles(root, RESULTS)).toEqual(files);

  const page = await readFile(study.folder.reportHtml, 'utf8');
  for (const id of ['searches', 'hints', 'counterfeits', 'transfer', 'optimum', 'legibility', 'baselines'])
    expect(page).toContain(`<section id="${id}"`);
  // What a program of the page is written in may say so.
  expect(page.replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(/NaN|undefined|Infinity/);
});

test('an experiment is scored where the panel of this version has scored it, and by no other', async () => {
  const { study, data } = finished;
  const [searched] = keepSearched(await readModelStates(study, data));
  const { version } = await readFrozenPanel(study.config.judging.judges);
  for (const { name, scope } of Object.values(EXPERIMENTS)) {
    if (!('onModel' in scope)) continue;
    const wordOf = async (scores: string) =>
      (await scope.onModel.judgeScores(study, searched!, scores))?.word ?? 'none';
    // The comparison is not shown to judges.
    const isShown = name !== 'comparison';
    expect(await wordOf(version), name).toBe(isShown ? 'fresh' : 'none');
    expect(await wordOf('another'), name).toBe(isShown ? 'stale' : 'none');
  }
});

test('a study that wants no experiment has none, and its report does not speak of them', async () => {
  const { study, data } = await openSmallStudy();
  for (const model of study.models) await computeModel(study, model, data);
  await publish(study, data);
  expect(await hashFiles(study.folder.root, RESULTS)).toEqual({});
  expect(await readFile(study.folder.reportHtml, 'utf8')).not.toContain('id="hints"');
});

describe('what the records say is so', () => {
  let searched: SearchedModel;
  let panel: Panel;
  const folderOf = () => finished.study.folder.model(searched.model.name);
  const readModelOf = () => readParameters(finished.study, searched.model, searched.training);
  /** What the file at `path` holds, by the shape that it should have. */
  const readContent = async <Content>(path: string, schema: z.ZodType<Content>) =>
    schema.parse((JSON.parse(await readFile(path, 'utf8')) as { content: unknown }).content);
  const readRecord = <Content>(name: string, schema: z.ZodType<Content>) =>
    readContent(folderOf().experiment(name).record, schema);
  const readScores = <Content>(name: string, schema: z.ZodType<Content>) =>
    readContent(folderOf().experiment(name).scores, schema);
  const readFileOf = (name: string, file: string) =>
    readFile(join(dirname(folderOf().experiment(name).record), file));
  const readHints = async () => {
    const values = decodeFloat32(await readFileOf('hints', 'hints.f32'), 'hints.f32');
    return (k: number) => values.slice(k * PIXELS, (k + 1) * PIXELS);
  };
  const readCounterfeits = async () => {
    const bytes = await readFileOf('counterfeits', 'counterfeits.u8');
    return (k: number) =>
      Float32Array.from(bytes.subarray(k * PIXELS, (k + 1) * PIXELS), (byte) => byte / 255);
  };
  /** The panel's eleven probabilities of one image. */
  const ask = (image: Float32Array) => panel.probabilities(image);
  const close = (value: number): unknown => expect.closeTo(value, 5);
  /** Ideas from their files, class means and noise, each computed anew. */
  const collectPlainSources = async () => {
    const ideas = [];
    for (let digit = 0; digit < CLASSES; digit++) {
      const file = join(folderOf().ideaFolder, `idea_${digit}.vf`);
      ideas.push(decodeVf(await readFile(file), file));
    }
    const { images, labels } = finished.data.train;
    const mean = ideas.map((_, digit) => {
      const rows = Array.from(labels.keys()).filter((row) => labels[row] === digit);
      return Float32Array.from({ length: PIXELS }, (_unused, pixel) => {
        const sum = rows.reduce((total, row) => total + images[row * PIXELS + pixel]!, 0);
        return sum / rows.length >= 127.5 ? 1 : 0;
      });
    });
    const random = ideas.map((idea, digit) => {
      const stream = openStream(0, `experiments/hints/${digit}`);
      const ink = idea.filter((value) => value === 1).length / PIXELS;
      return Float32Array.from({ length: PIXELS }, () => (drawUniform(stream) < ink ? 1 : 0));
    });
    return { idea: ideas, mean, random };
  };
  const testImage = (row: number) =>
    Float32Array.from(
      finished.data.test.images.subarray(row * PIXELS, (row + 1) * PIXELS),
      (byte) => byte / 255,
    );
  const differing = (a: Float32Array, b: Float32Array) =>
    Array.from(a.keys()).filter((pixel) => a[pixel] !== b[pixel]);

  beforeAll(async () => {
    searched = keepSearched(await readModelStates(finished.study, finished.data))[1]!;
    const { study } = finished;
    panel = await openFrozenPanel(study.engine, await readFrozenPanel(study.config.judging.judges));
  }, 60_000);
  afterAll(() => panel.dispose());

  test('counterfeits: the model reads every target, after as many flips as are told', async () => {
    const { images } = await readRecord('counterfeits', counterfeitsRecord);
    const [model, imageOf] = [await readModelOf(), await readCounterfeits()];
    let at = 0;
    for (const { row, digit, flips, target } of images) {
      const original = testImage(row);
      expect(finished.data.test.labels[row]).toBe(digit);
      expect(definePlainMargin(model, digit)(original)).toBeGreaterThan(0);
      expect(flips).toHaveLength(CLASSES);
      expect(flips[digit]).toBeNull();
      const reached = flips.filter((count) => count !== null);
      expect(target).toBe(reached.length === 0 ? null : flips.indexOf(Math.min(...reached)));
      for (const [other, count] of flips.entries()) {
        if (count === null) continue;
        const image = imageOf(at++);
        const changed = differing(image, original);
        expect(definePlainMargin(model, other)(image)).toBeGreaterThan(0);
        expect(changed).toHaveLength(count);
        for (const pixel of changed) expect(image[pixel]).toBe(original[pixel]! < 0.5 ? 1 : 0);
      }
    }
    expect(at).toBeGreaterThan(0);
    expect(imageOf(at)).toHaveLength(0);
  });

  test('counterfeits: the nearest and the nearest that the judges still call the digit are what a search through all gives', async () => {
    const { images } = await readRecord('counterfeits', counterfeitsRecord);
    const scores = await readScores('counterfeits', counterfeitScores);
    const imageOf = await readCounterfeits();
    let at = 0;
    for (const [k, { row, digit, flips }] of images.entries()) {
      // Every counterfeit of the image is judged by itself, then sorted.
      const all = [];
      for (const [target, count] of flips.entries()) {
        if (count === null) continue;
        const answers = await ask(imageOf(at++));
        const isStill = answers.every((p, answer) => answer === digit || p < answers[digit]!);
        const [digitProbability, targetProbability] = [close(answers[digit]!), close(answers[target]!)];
        all.push({ isStill, judged: { target, flips: count, digitProbability, targetProbability } });
      }
      all.sort((a, b) => a.judged.flips - b.judged.flips || a.judged.target - b.judged.target);
      const unnoticed = all.find(({ isStill }) => isStill)?.judged ?? null;
      expect(scores.images[k]).toEqual({
        before: close((await ask(testImage(row)))[digit]!),
        nearest: all[0]?.judged ?? null,
        unnoticed,
      });
    }
    expect(scores.images.some(({ unnoticed }) => unnoticed !== null)).toBe(true);
  });

  test('hints: the model misread the image and reads it right after pixels of its idea', async () => {
    const { images, misread } = await readRecord('hints', hintsRecord);
    const [model, imageOf] = [await readModelOf(), await readHints()];
    const wrong = Array.from(finished.data.test.labels.keys()).filter(
      (row) => definePlainMargin(model, finished.data.test.labels[row]!)(testImage(row)) <= 0,
    );
    expect(misread).toBe(wrong.length);
    expect(images).toHaveLength(Math.min(6, wrong.length));
    const { idea: ideas } = await collectPlainSources();
    for (const [k, { row, digit, fewest }] of images.entries()) {
      expect(wrong).toContain(row);
      const changed = differing(imageOf(k), testImage(row));
      expect(changed).toHaveLength(fewest.idea ?? 0);
      for (const pixel of changed) expect(imageOf(k)[pixel]).toBe(ideas[digit]![pixel]);
      if (fewest.idea !== null) expect(definePlainMargin(model, digit)(imageOf(k))).toBeGreaterThan(0);
    }
  });

  test('hints: the curves of every source are those of a plain forward pass', async () => {
    const { images, recognised, enough, pixels } = await readRecord('hints', hintsRecord);
    const [model, sources, imageOf] = [await readModelOf(), await collectPlainSources(), await readHints()];
    for (const [s, source] of HINT_SOURCES.entries()) {
      const borrowed = images.map(({ row, digit }) => {
        const offered = sources[source][digit]!;
        const order = drawPermutation(openStream(0, `experiments/hints/order/${row}`), PIXELS);
        const open = Array.from(order).filter((pixel) => offered[pixel] !== testImage(row)[pixel]);
        return (count: number) => {
          const taken = new Set(open.slice(0, count));
          const image = testImage(row).map((value, pixel) => (taken.has(pixel) ? offered[pixel]! : value));
          return { image, hasEnough: open.length >= count };
        };
      });
      for (const [k, count] of pixels.entries()) {
        const made = borrowed.map((borrow) => borrow(count));
        const right = images.filter(({ digit }, i) => definePlainMargin(model, digit)(made[i]!.image) > 0);
        expect([source, count, recognised[source][k]]).toEqual([source, count, right.length]);
        expect(enough[source][k]).toBe(made.filter(({ hasEnough }) => hasEnough).length);
      }
      borrowed.forEach((borrow, k) => {
        expect(imageOf((1 + s) * images.length + k)).toEqual(borrow(64).image);
      });
    }
    expect(recognised.idea).not.toEqual(recognised.mean);
    expect(recognised.mean).not.toEqual(recognised.random);
    expect(recognised.idea[0]).toBe(0);
  });

  test('hints: what the judges say before and after is what the panel says of each image by itself', async () => {
    const { images } = await readRecord('hints', hintsRecord);
    const scores = await readScores('hints', hintScores);
    const imageOf = await readHints();
    for (const [k, { row, digit }] of images.entries()) {
      const scoreOf = async (image: Float32Array) => close((await ask(image))[digit]!);
      const block = (which: number) => scoreOf(imageOf(which * images.length + k));
      expect(scores.images[k]).toEqual({
        before: await scoreOf(testImage(row)),
        fewest: await block(0),
        borrowed: { idea: await block(1), mean: await block(2), random: await block(3) },
      });
    }
  });

  test('the tables have the robustness of every model, and its curves', async () => {
    const { study } = finished;
    const { images } = await readRecord('counterfeits', counterfeitsRecord);
    const nearest = images
      .map(({ flips }) => Math.min(...flips.map((count) => count ?? Number.POSITIVE_INFINITY)))
      .sort((a, b) => a - b);
    const rowsOf = async (path: string) =>
      parse<Record<string, string>>(await readFile(path, 'utf8'), { columns: true }).filter(
        ({ model }) => model === searched.model.name,
      );
    const middle = (nearest[(nearest.length - 1) >> 1]! + nearest[nearest.length >> 1]!) / 2;
    const [model] = await rowsOf(study.folder.table('models'));
    expect(Object.keys(model!).at(-1)).toBe('median_flips');
    expect(model!.median_flips).toBe(Number.isFinite(middle) ? String(middle) : '');
    const curve = await rowsOf(study.folder.table('counterfeits'));
    expect(curve).toHaveLength(ALL.counterfeits.flips + 1);
    const unbroken = nearest.filter((flips) => flips > 3).length / nearest.length;
    expect(Number(curve[3]!.unbroken)).toBeCloseTo(unbroken, 6);
    expect(await rowsOf(study.folder.table('hints'))).toHaveLength(3 * 10);
  });

  test('the comparison: certified searches, energies that rise, and an agreement that is symmetric', async () => {
    const [first] = finished.study.models;
    const { record } = finished.study.folder.model(first!.name).experiment('comparison');
    const { searches, agreement } = await readContent(record, comparisonRecord);
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

  test('legibility: the images have the logit and the score that are told, and the ideas lie between them', async () => {
    const record = await readRecord('legibility', legibilityRecord);
    const scores = await readScores('legibility', legibilityScores);
    const model = await readModelOf();
    const { images } = finished.data.train;
    const inked = new Set(Array.from(images).flatMap((value, at) => (value === 0 ? [] : [at % PIXELS])));
    expect(record.digits.map(({ digit }) => digit)).toEqual([3, 8]);
    for (const [k, { digit, idea, blank }] of record.digits.entries()) {
      const energy = definePlainEnergy(model, digit);
      const { idea: ownScore, least, most } = scores.digits[k]!.intervals.panel!;
      expect(scores.digits[k]!.reads).toBe(30);
      expect(least.score).toBeLessThanOrEqual(ownScore);
      expect(most.score).toBeGreaterThanOrEqual(ownScore);
      for (const { image, score, share } of [least, most]) {
        const pixels = openKeptImage(image);
        expect((energy(pixels) - blank) / (idea - blank)).toBeCloseTo(share, 4);
        expect(share).toBeGreaterThanOrEqual(0.99 - 1e-6);
        const masked = pixels.map((value, pixel) => (inked.has(pixel) ? value : 0));
        expect((await ask(masked))[digit]).toEqual(close(score));
      }
    }
  });

  test('baselines: each image has the logit and the score that are told, and none of the training images has a larger logit', async () => {
    const { digits } = await readRecord('baselines', baselinesRecord);
    const scores = await readScores('baselines', baselinesScores);
    const [model, { idea: ideas }] = [await readModelOf(), await collectPlainSources()];
    const { images, labels } = finished.data.train;
    const trainImage = (row: number) =>
      Float32Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS), (byte) => byte / 255);
    const inked = new Set(Array.from(images).flatMap((value, at) => (value === 0 ? [] : [at % PIXELS])));
    expect(digits.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const [k, one] of digits.entries()) {
      const energy = definePlainEnergy(model, one.digit);
      expect(openKeptImage(one.idea.image)).toEqual(ideas[one.digit]);
      expect(one.nearest).toMatchObject(findNearestPlainly(ideas[one.digit]!, images));
      const largest = Math.max(...Array.from(labels, (_, row) => energy(trainImage(row))));
      expect(one.largestLogit.logit).toBeCloseTo(largest, 4);
      for (const { row, label, image } of [one.nearest, one.largestLogit]) {
        expect(label).toBe(labels[row]);
        expect(openKeptImage(image)).toEqual(trainImage(row));
      }
      for (const kind of BASELINE_KINDS) {
        const { logit, image } = one[kind];
        const pixels = openKeptImage(image);
        expect(energy(pixels)).toBeCloseTo(logit, 4);
        const masked = pixels.map((value, pixel) => (inked.has(pixel) ? value : 0));
        expect((await ask(masked))[one.digit]).toEqual(close(scores.digits[k]![kind]));
      }
    }
  });

  test('transfer: the shares are those of a plain forward pass', async () => {
    const { study } = finished;
    const transfer = await readContent(study.folder.transfer, transferRecord);
    const states = keepSearched(await readModelStates(study, finished.data));
    expect(transfer.models).toEqual(study.models.map(({ name }) => name));
    for (const [c, reader] of study.models.entries()) {
      const model = await readParameters(study, reader, states[c]!.training);
      for (const [r, owner] of study.models.entries()) {
        let right = 0;
        for (let digit = 0; digit < CLASSES; digit++) {
          const file = join(study.folder.model(owner.name).ideaFolder, `idea_${digit}.vf`);
          const image = decodeVf(await readFile(file), file);
          const logits = Array.from({ length: CLASSES }, (_, each) => definePlainEnergy(model, each)(image));
          if (logits.indexOf(Math.max(...logits)) === digit) right++;
        }
        expect(transfer.read[r]![c]).toBeCloseTo(right / CLASSES, 10);
      }
    }
  });
});
