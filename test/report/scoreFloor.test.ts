import { expect, test } from 'vitest';
import { findFloor } from '../../pipeline/report/scoreFloor.ts';
import { makeCard, makeMeasurements } from '../judging/madeCard.ts';

test('the floor is what the panel gives ideas of untrained networks, or a judge that reads alone', () => {
  const kinds = makeMeasurements().nonDigits.map((kind) => ({ ...kind, intended: 0.03 }));
  const panel = { scoreVersion: 'v', ...makeMeasurements(), nonDigits: kinds, agreement: [] };
  expect(findFloor({ panel, judges: [makeCard('cnn'), makeCard('mixture')] })).toBe(0.03);
  expect(findFloor({ panel: null, judges: [makeCard('cnn')] })).toBe(0.02);
});

test('there is none where judges were never measured together, or never on such ideas', () => {
  expect(findFloor({ panel: null, judges: [makeCard('cnn'), makeCard('mixture')] })).toBeNull();
  expect(findFloor({ panel: null, judges: [{ ...makeCard('cnn'), nonDigits: [] }] })).toBeNull();
});
