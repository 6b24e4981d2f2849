import { expect, test, vi } from 'vitest';
import { DIGITS } from '../../pipeline/math/images.ts';
import {
  describeCheck,
  describeFailedCheck,
  printCheck,
  warnOfCheck,
} from '../../pipeline/report/describeCheck.ts';
import type { JudgesCheck } from '../../pipeline/study/records.ts';
import { makeCheck } from './fixture.ts';

const DATASET = { source: 'idx:/images' };
const NO_LABELS = { digits: [...DIGITS], right: 0.1 };

/** The check of judges who read 5% of the images, and 96% with `change` undone. */
const withChange = (change: JudgesCheck['undone'][number]['change']) =>
  makeCheck(0.05, { relabelled: NO_LABELS, undone: [{ change, right: 0.96 }] });

test('a report says how much is read rightly, and of which labels least and most', () => {
  const check = makeCheck(0.968);
  expect(describeCheck(check)).toBe(
    'The judges read 96.80% of 500 test images of this study rightly: the most likely of their eleven answers is the ' +
      'label. They give the label a mean P of 0.87.',
  );
  const digits = check.digits.map((row) => ({
    ...row,
    right: row.digit === 8 ? 0.9 : row.digit === 1 ? 1 : 0.95,
  }));
  expect(describeCheck({ ...check, digits })).toMatch(
    / By label, between 90\.00% \(of label 8\) and 100\.00% \(of label 1\) are read rightly\.$/,
  );
  expect(describeCheck(null)).toBe('The judges were not tried on the test images of this study yet.');
});

test('from the limit on nothing more is said', () => {
  expect(warnOfCheck(makeCheck(0.8), DATASET)).toBeNull();
  expect(describeFailedCheck(makeCheck(0.8), DATASET)).toBeNull();
  expect(describeFailedCheck(null, DATASET)).toBeNull();
});

test('the warning is one line: what was expected, what was found, what it means, the likely cause, what to do', () => {
  expect(warnOfCheck(withChange('transposed'), DATASET)).toBe(
    'judges: expected to read at least 80% of 500 test images of this study rightly, got 5.00%, so that their scores say ' +
      'nothing about its ideas and the report withholds them; likely cause: the images are transposed, stored column by ' +
      'column as those of EMNIST are (with rows and columns swapped, 96.00% are read rightly); ' +
      'set dataset.transpose: true and begin the study again (make sweep FRESH=1)',
  );
});

test('a report says the same in sentences', () => {
  expect(describeFailedCheck(withChange('inverted'), DATASET)).toBe(
    'The judges read only 5.00% of 500 test images of this study rightly. A reader’s answers count from 80% on, so the ' +
      'judges’ scores say nothing about these ideas and are withheld here. The likely cause: the images are inverted, dark on ' +
      'white; with black and white swapped, 96.00% are read rightly. What to do: set dataset.invert: true and begin the ' +
      'study again (make sweep FRESH=1).',
  );
});

test.each<[change: JudgesCheck['undone'][number]['change'], remedy: RegExp]>([
  ['transposed', /set dataset\.transpose: true and begin/],
  ['inverted', /set dataset\.invert: true and begin/],
  ['transposed-and-inverted', /set dataset\.transpose: true and dataset\.invert: true and begin/],
  ['mirrored', /mirrored left to right .*; mirror them before the study reads them$/],
  ['upside-down', /mirrored top to bottom .*; mirror them before the study reads them$/],
  ['half-turned', /on their heads .*; turn them before the study reads them$/],
  ['turned-left', /to the left by a quarter .*; turn them before the study reads them$/],
  ['turned-right', /to the right by a quarter .*; turn them before the study reads them$/],
])('of images that are %s it says what mends them', (change, remedy) => {
  expect(warnOfCheck(withChange(change), DATASET)).toMatch(remedy);
});

test('a key that is set already is to be taken back', () => {
  const dataset = { ...DATASET, transpose: true, invert: true };
  expect(warnOfCheck(withChange('transposed'), dataset)).toContain('set dataset.transpose: false and begin');
  expect(warnOfCheck(withChange('transposed-and-inverted'), { ...dataset, invert: false })).toContain(
    'set dataset.transpose: false and dataset.invert: true and begin',
  );
});

test('of labels that stand for other digits it says which for which, as far as they are there', () => {
  const relabelled = { digits: [1, 0, 2, 3, 4, 5, 6, 7, 9, 8], right: 0.95 };
  const check = makeCheck(0.6, { relabelled });
  const there = { ...check, digits: check.digits.slice(0, 8) };
  expect(warnOfCheck(check, DATASET)).toContain(
    'labels stand for other digits (with label 0 for 1, 1 for 0, 8 for 9 and 9 for 8, 95.00% are read rightly); give each ' +
      'image the label of the digit that it shows',
  );
  expect(warnOfCheck(there, DATASET)).toContain('(with label 0 for 1 and 1 for 0, 95.00%');
});

test('where nothing that was tried makes them readable, they are of other classes or of another style', () => {
  const undone = [
    { change: 'transposed', right: 0.79 },
    { change: 'inverted', right: 0.1 },
  ] as const;
  expect(warnOfCheck(makeCheck(0.05, { relabelled: NO_LABELS, undone: [...undone] }), DATASET)).toMatch(
    /likely cause: other classes than digits, or digits in another style \(neither other meanings of the labels nor any of 2 changes that were undone make them readable\); use digits as MNIST has them, or go by accuracy and by the images alone$/,
  );
});

test('the console has one line always, and one on standard error where scores do not hold', () => {
  const [log, error] = (['log', 'error'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  try {
    printCheck(makeCheck(0.968), DATASET);
    printCheck(null, DATASET);
    expect(error).not.toHaveBeenCalled();
    printCheck(withChange('mirrored'), DATASET);
    expect(log!.mock.calls).toEqual([
      ['judges: they read 96.80% of 500 test images of this study rightly'],
      ['judges: not tried on the test images of this study yet; the stage judge does it'],
      ['judges: they read 5.00% of 500 test images of this study rightly'],
    ]);
    expect(error!.mock.calls).toEqual([[warnOfCheck(withChange('mirrored'), DATASET)]]);
  } finally {
    vi.restoreAllMocks();
  }
});
