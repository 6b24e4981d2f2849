import { expect, test } from 'vitest';
import type { Conclusion } from '../../pipeline/report/conclusions.ts';
import type { TestedStudy } from '../../pipeline/report/studyResults.ts';
import { listVerdicts } from '../../pipeline/report/verdicts.ts';

const conclude = (estimate: number, interval: readonly [number, number] | null): Conclusion => ({
  contrast: { axis: 'batch', title: 'a doubling of the batch size', weights: new Map() },
  primary: { kind: 'primary', title: 'the primary score', estimate, interval },
  others: [],
});
const TESTS = { findings: [{ id: 'H1', verdict: 'absent' }] } as unknown as TestedStudy;

test.each<[estimate: number, interval: readonly [number, number] | null, direction: string]>([
  [0.02, [0.01, 0.03], 'rises'],
  [-0.02, [-0.03, -0.01], 'falls'],
  [0.02, [-0.01, 0.05], 'not shown'],
  [-0.02, null, 'falls'],
  [0.0004, [0.0001, 0.0007], 'not shown'],
])('a change of %d with the interval %j %s', (estimate, interval, direction) => {
  const { contrasts } = listVerdicts({ conclusions: [conclude(estimate, interval)], tests: TESTS });
  expect(contrasts).toEqual({ 'a doubling of the batch size': direction });
});

test('findings are named by their verdicts, and nothing is concluded from scores that do not hold', () => {
  expect(listVerdicts({ conclusions: [], tests: TESTS }).findings).toEqual({ H1: 'absent' });
  const none = { contrasts: {}, findings: {} };
  expect(listVerdicts({ conclusions: [conclude(0.02, null)], tests: null })).toEqual(none);
});
