/** Right verdicts on made tables, whose effects are known. */

import { describe, expect, test } from 'vitest';
import { NO_EXPERIMENTS } from '../../pipeline/analysis/experimentTable.ts';
import type { Finding } from '../../pipeline/analysis/finding.ts';
import { gatherEvidence, testHypotheses } from '../../pipeline/analysis/findings.ts';
import { testStudy } from '../../pipeline/analysis/testStudy.ts';
import type { StudyComponents } from '../../pipeline/statistics/studyComponents.ts';
import { FAMILIES, type MadeSide, makeTable, type State, type TablePlan } from './madeTable.ts';

const COMPARED = {
  arms: { compared: ['epochs', 'updates'], scaledFrom: 200 },
  analysis: { permutations: 100 },
};

function findAll(plan: TablePlan): Record<string, Finding> {
  const table = makeTable({ config: COMPARED, checkpoints: 'few', ...plan });
  return Object.fromEntries(
    testHypotheses(gatherEvidence(table, NO_EXPERIMENTS)).map((one) => [one.id, one]),
  );
}

const doublings = (value: number, middle: number) => Math.log2(value / middle);
const ofBatch = ({ settings }: State) => doublings(settings.batch, 200);
const ofHidden = ({ settings }: State) => doublings(settings.hidden, 64);
const atEveryWay = (value: number) =>
  Object.fromEntries(['whole', 'framed', ...FAMILIES].map((way) => [way, value]));

describe('no effect', () => {
  const found = findAll({});

  test('is absent where it is shown to be small, for batch size as for width', () => {
    expect([found.H1!.verdict, found.H5!.verdict]).toEqual(['absent', 'absent']);
    expect(found.H1!.sentence).toMatch(/^Absent: .* Shown to move the score by less than 0\.05/);
  });

  test('leaves nothing to be halved', () => {
    expect(found.H2!.verdict).toBe('not tested');
    expect(found.H2!.sentence).toMatch(/no effect of batch size is shown/);
  });

  test('is not shown where models vary too much to say that it is small', () => {
    const { H1, H5 } = findAll({ noise: 0.6 });
    expect([H1!.verdict, H5!.verdict]).toEqual(['not shown', 'not shown']);
  });
});

test('an effect on every way of scoring is supported, with its size, its interval and its seeds', () => {
  const { H1 } = findAll({ logit: (state) => -0.4 * ofBatch(state), noise: 0.1 });
  expect(H1!.verdict).toBe('supported');
  expect(H1!.effect!.estimate).toBeCloseTo(-0.4, 1);
  expect(H1!.effect!.interval![1]).toBeLessThan(0);
  expect(H1!.n).toBe('6 seeds');
  expect(H1!.adjustedP).toBeLessThan(0.05);
  expect(H1!.ways.map(({ way }) => way)).toEqual([
    ...['whole images', 'framed images'],
    ...['the family mixture', 'the family network', 'the family shape'],
  ]);
  expect(H1!.sentence).toMatch(
    /^Supported: change of the score's logit a doubling of the batch size is −0\.39 \(95% interval /,
  );
});

test('an effect through the border alone does not survive masking', () => {
  const byWay = (state: State) => ({ whole: 0.6 * ofHidden(state) });
  const { H5 } = findAll({ byWay });
  expect(H5!.verdict).toBe('absent');
  expect(H5!.ways.find(({ way }) => way === 'whole images')!.interval![0]).toBeGreaterThan(0.5);
  expect(findAll({ byWay, noise: 0.6 }).H5!.verdict).toBe('not shown');
});

test('a width effect with the other sign once the border is masked contradicts H5', () => {
  const logit = (state: State) => -0.4 * ofHidden(state);
  const { H5 } = findAll({ logit, byWay: (state) => ({ whole: 0.8 * ofHidden(state) }) });
  expect(H5!.verdict).toBe('contradicted');
  expect(H5!.sentence).toMatch(/On whole images the effect has the other sign/);
});

test('an effect in one family of judges only is no conclusion, though the score of all shows it', () => {
  const plan: TablePlan = {
    logit: (state) => 0.3 * ofBatch(state),
    byWay: (state) => ({ mixture: -0.3 * ofBatch(state), shape: -0.3 * ofBatch(state) }),
    noise: 0.1,
  };
  const { H1 } = findAll(plan);
  expect(H1!.effect!.interval![0]).toBeGreaterThan(0);
  expect(H1!.verdict).toBe('not shown');
  expect(H1!.sentence).toMatch(/Not shown by the family mixture and the family shape alone/);
});

test('an effect that whole images do not show is supported, and says so', () => {
  const { H1 } = findAll({
    logit: (state) => 0.3 * ofBatch(state),
    byWay: (state) => ({ whole: -0.3 * ofBatch(state) }),
  });
  expect(H1!.verdict).toBe('supported');
  expect(H1!.sentence).toMatch(/Does not survive whole images/);
});

test('an interaction without main effects is neither an effect nor its absence, and is named', () => {
  const { H1 } = findAll({ logit: (state) => 0.3 * ofBatch(state) * ofHidden(state) });
  expect(Math.abs(H1!.effect!.estimate)).toBeLessThan(0.02);
  expect(H1!.verdict).toBe('not shown');
  expect(H1!.sentence).toMatch(/The effect changes with the hidden size, by 0\.30 /);
});

test('where a cell of one seed is missing, that seed is left out and named', () => {
  const { H1 } = findAll({
    seeds: [1, 2, 3, 4, 5, 6, 7],
    logit: (state) => -0.4 * ofBatch(state),
    without: (name) => name === 'h64-b50-s3',
  });
  expect([H1!.verdict, H1!.n]).toEqual(['supported', '6 seeds']);
  expect(H1!.sentence).toMatch(/Seeds 3 lack a cell and are left out/);
});

test('where a whole cell is missing, slopes are those of the cells that are there, and that is said', () => {
  const { H1 } = findAll({
    logit: (state) => -0.4 * ofBatch(state),
    without: (name) => name.startsWith('h64-b50-'),
  });
  expect(H1!.verdict).toBe('supported');
  expect(H1!.effect!.estimate).toBeCloseTo(-0.4, 1);
  expect(H1!.sentence).toMatch(/Without 6 models that the grid should have/);
});

test('one seed tests nothing, and says what it needs', () => {
  const findings = Object.values(findAll({ seeds: [100], logit: (state) => -0.4 * ofBatch(state) }));
  expect(findings.map(({ verdict }) => verdict)).toEqual(findings.map(() => 'not tested'));
  expect(findings.find(({ id }) => id === 'H1')!.sentence).toBe(
    'Not tested: needs at least 2 seeds with every cell, got 1.',
  );
  expect(JSON.stringify(findings)).not.toMatch(/NaN|null,null/);
});

test('with fewer than 6 seeds, where sign flips can show nothing, the correction is Holm’s', () => {
  const { H1 } = findAll({ seeds: [1, 2, 3], logit: (state) => -0.4 * ofBatch(state) });
  expect(H1!.verdict).toBe('supported');
  expect(H1!.sentence).toMatch(/after Holm's correction/);
});

describe('H2', () => {
  const byUpdates = (state: State) => Math.log2((1 + state.updates) / 64);

  test('is supported where updates are all that batch size changes', () => {
    const { H1, H2 } = findAll({ logit: (state) => 0.4 * byUpdates(state) });
    expect([H1!.verdict, H2!.verdict]).toEqual(['supported', 'supported']);
    expect(H2!.effect!.estimate).toBeCloseTo(-0.2, 1);
  });

  test('is contradicted where batch size matters as much at equal updates', () => {
    const { H2 } = findAll({ logit: (state) => -0.4 * ofBatch(state) });
    expect(H2!.verdict).toBe('contradicted');
    expect(H2!.effect!.estimate).toBeCloseTo(0.2, 1);
  });

  test('is not supported where the effect is turned round', () => {
    const logit = (state: State) =>
      (state.updates === 80 && state.settings.batch < 800 ? 3 : -1) * ofBatch(state);
    const { H2 } = findAll({ logit });
    expect(H2!.verdict).toBe('not shown');
    expect(H2!.sentence).toMatch(/turned round/);
  });
});

describe('H3', () => {
  const LEVELS = { inputNoise: [0.1, 0.2, 0.3], gradientPenalty: [0.01, 0.1] };
  const sides: MadeSide[] = Object.entries(LEVELS).flatMap(([kind, levels]) =>
    levels.map((level) => ({ part: 'dose', settings: { hidden: 64, batch: 200, [kind]: level } })),
  );
  const stepOf = ({ settings }: State) =>
    1 +
    LEVELS.inputNoise.indexOf(settings.inputNoise) +
    (1 + LEVELS.gradientPenalty.indexOf(settings.gradientPenalty));
  const gradientNorm = (state: State) => Math.exp(-0.5 * stepOf(state) + 0.01 * (state.seed % 2));

  test('is supported where both kinds of dose raise the score as they lower the gradient', () => {
    const { H3 } = findAll({ sides, gradientNorm, logit: (state) => 0.5 * stepOf(state) });
    expect(H3!.verdict).toBe('supported');
    expect(H3!.effect!.estimate).toBeCloseTo(0.5, 1);
  });

  test('is not supported where one kind does, and contradicted where neither does but the other way round', () => {
    const logit = (state: State) => (state.settings.gradientPenalty > 0 ? 0 : 0.5 * stepOf(state));
    expect(findAll({ sides, gradientNorm, logit }).H3!.verdict).toBe('not shown');
    const down = (state: State) => -0.5 * stepOf(state);
    expect(findAll({ sides, gradientNorm, logit: down }).H3!.verdict).toBe('contradicted');
  });

  test('asks all ways about the kind that decides by the primary score', () => {
    const logit = (state: State) => 0.5 * stepOf(state) - (state.settings.gradientPenalty > 0 ? 0.2 : 0);
    const byWay = ({ settings }: State) => ({
      shape: settings.gradientPenalty > 0 ? 0.4 : settings.inputNoise > 0 ? -5 * settings.inputNoise : 0,
    });
    const { H3 } = findAll({ sides, gradientNorm, logit, byWay });
    expect(H3!.sentence).toMatch(/of the kind that shows less \(a gradient penalty\)/);
    // The penalty raises the score by shape as well; noise, which decides nothing here, does not.
    expect(H3!.ways.find(({ way }) => way === 'the family shape')!.estimate).toBeGreaterThan(0.3);
  });

  test('takes the control that is trained in noise for a dose, where there are others', () => {
    const control: MadeSide = { part: 'noise', settings: { hidden: 64, batch: 200, inputNoise: 0.4 } };
    const logit = (state: State) => (state.settings.inputNoise === 0.4 ? 2 : 0.5 * stepOf(state));
    const norm = (state: State) => (state.settings.inputNoise === 0.4 ? 0.1 : gradientNorm(state));
    const notes = (some: readonly MadeSide[]) =>
      findAll({ sides: some, gradientNorm: norm, logit }).H3!.sentence;
    expect(notes(sides)).toMatch(/By input noise \(0, 0\.1, 0\.2 and 0\.3\) 0\.50/);
    expect(notes([...sides, control])).toMatch(/By input noise \(0, 0\.1, 0\.2, 0\.3 and 0\.4\) 0\.50/);
    const penalties = sides.filter(({ settings }) => settings.gradientPenalty !== undefined);
    expect(notes([...penalties, control])).toMatch(/doses\.inputNoise/);
  });

  test('is not tested where a dose does not lower the gradient, or is missing', () => {
    const logit = (state: State) => 0.5 * stepOf(state);
    const flat = (state: State) => 1 + 0.01 * (state.seed % 2);
    expect(findAll({ sides, gradientNorm: flat, logit }).H3!.sentence).toMatch(/not shown to lower the norm/);
    expect(findAll({ sides: sides.slice(0, 3), gradientNorm, logit }).H3!.sentence).toMatch(
      /doses\.gradientPenalty/,
    );
  });
});

describe('H4', () => {
  const spread = (settings: State['settings']) =>
    settings.hidden === 16 ? 0.2 : settings.hidden === 64 ? 0.1 : 0.05;

  test('is supported where ideas of wider models differ less between seeds', () => {
    const { H4 } = findAll({ spread });
    expect(H4!.verdict).toBe('supported');
    // log2 of 2 p (1 - p) falls from -1.64 to -3.40 over four doublings.
    expect(H4!.effect!.estimate).toBeCloseTo(-0.44, 1);
  });

  test('is not shown where they differ as much, and needs three seeds', () => {
    expect(findAll({}).H4!.verdict).toBe('not shown');
    expect(findAll({ seeds: [1, 2], spread }).H4!.sentence).toMatch(/needs at least 3 seeds, got 2/);
  });
});

describe('H6 and the controls', () => {
  const sides: MadeSide[] = [
    { part: 'noise', settings: { hidden: 64, batch: 200, inputNoise: 0.2 } },
    { part: 'shuffled', settings: { hidden: 64, batch: 200, labelShuffle: 1 } },
  ];
  const test_ = (logit: (state: State) => number) =>
    testStudy(makeTable({ config: COMPARED, checkpoints: 'few', sides, logit, noise: 0.1 }), NO_EXPERIMENTS);
  const usual = ({ part, updates }: State) =>
    part === 'shuffled' || updates === 0 ? -4 : part === 'noise' ? 1 : 0;

  test('noise-trained models rise, untrained and shuffled ones fall: the instrument is not suspect', () => {
    const { controls, suspicion, findings } = test_(usual);
    expect(findings.find(({ id }) => id === 'H6')!.verdict).toBe('supported');
    expect(controls.map(({ name, isMet }) => [name, isMet])).toEqual([
      ['untrained', true],
      ['shuffled', true],
      ['noise', true],
    ]);
    expect(suspicion).toBeNull();
  });

  test('a control that does not do as it should makes the instrument suspect, with its figures', () => {
    const { suspicion } = test_((state) => (state.part === 'shuffled' ? 0 : usual(state)));
    expect(suspicion).toMatch(
      /^Suspect the instrument: Not as it should be, ideas of models trained on shuffled/,
    );
    const { suspicion: ofNoise } = test_((state) => (state.part === 'noise' ? -1 : usual(state)));
    expect(ofNoise).toMatch(/input noise are more recognisable \(H6\)/);
  });

  test('controls that are not there are not tried, and say what is missing', () => {
    const { controls, suspicion } = testStudy(makeTable({ checkpoints: 'none' }), NO_EXPERIMENTS);
    expect(controls.map(({ isMet }) => isMet)).toEqual([null, null, null]);
    expect(controls.map(({ sentence }) => sentence).join()).toMatch(/controls\.enabled/);
    expect(suspicion).toBeNull();
  });
});

test('digits and variance components come with it, and the same table gives the same bytes', () => {
  const table = makeTable({
    ...{ config: COMPARED, checkpoints: 'few', noise: 0.3 },
    logit: (state) => -0.4 * ofBatch(state),
  });
  const tests = testStudy(table, NO_EXPERIMENTS);
  expect((tests.components as StudyComponents).variances.model).toBeGreaterThan(0);
  expect(tests.digitSlopes!.byDigit.map(({ digit }) => digit)).toEqual([0, 4]);
  expect(tests.arms.map(({ arm }) => arm.view.key)).toEqual(['epochs', 'updates', 'updates-b200']);
  expect(JSON.stringify(testStudy(table, NO_EXPERIMENTS))).toBe(JSON.stringify(tests));
});

test('an effect that only framed images turn round is said to do so in the agreement of ways', () => {
  const table = makeTable({
    config: COMPARED,
    checkpoints: 'few',
    logit: (state) => -0.4 * ofBatch(state),
    byWay: (state) => ({ ...atEveryWay(0), framed: 0.8 * ofBatch(state) }),
  });
  const { agreement } = testStudy(table, NO_EXPERIMENTS).arms[0]!;
  expect(agreement.find(({ factor }) => factor === 'batch')).toEqual({
    ...{ factor: 'batch', otherSign: ['framed images'], notShown: [] },
  });
});
