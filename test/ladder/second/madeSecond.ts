/** A record of the second ladder with made scores. */
import {
  CORRUPTIONS,
  DAMAGES,
  EMPTY,
  type Group,
  NUDGES,
  type SecondKindName,
  SHIFTS,
  STRUCTURED,
} from '../../../pipeline/ladder/second/kinds.ts';
import { type ScoredSecond, testSecond } from '../../../pipeline/ladder/second/measureSecond.ts';
import type { SecondImages } from '../../../pipeline/ladder/second/secondImages.ts';
import { type SecondRecord, secondRecord } from '../../../pipeline/ladder/second/secondRecord.ts';
import { summariseSpread } from '../../../pipeline/ladder/summariseScores.ts';
import { PIXELS, SIDE } from '../../../pipeline/math/images.ts';
import { openStream } from '../../../pipeline/math/streams.ts';

/** Every kind, with its group, and a score at which all expectations hold. */
const KINDS: readonly (readonly [group: Group, kind: SecondKindName, score: number])[] = [
  ['real', 'real, grey', 0.95],
  ['real', 'real, black and white', 0.95],
  ...SHIFTS.map((shift) => ['shifted', `shifted by ${shift}`, 0.94] as const),
  ...CORRUPTIONS.map((kind) => ['corrupted', kind, 0.85] as const),
  ['otherDigits', 'typefaces', 0.85],
  ['otherDigits', 'optdigits', 0.85],
  ...Object.entries(DAMAGES).flatMap(([damage, amounts]) =>
    amounts.map((amount, k) => ['damaged', `${damage}, ${amount}` as SecondKindName, 0.9 - 0.1 * k] as const),
  ),
  ...STRUCTURED.map((kind) => ['structured', kind, 0.05] as const),
  ...EMPTY.map((kind) => ['empty', kind, 0.01] as const),
  ...NUDGES.map((nudge) => ['nudgedDigits', `digits ${nudge}`, 0.94] as const),
  ['nudgedIdeas', 'ideas', 0.5],
  ...NUDGES.map((nudge) => ['nudgedIdeas', `ideas ${nudge}`, 0.51] as const),
];

/** Scores of two images a kind by the panel and the judges cnn and shape, with `changed` in place of those above. */
export function makeScored(changed: Partial<Record<SecondKindName, number>> = {}): ScoredSecond[] {
  return KINDS.map(([, kind, score]) => {
    const scores = new Float64Array(2).fill(changed[kind] ?? score);
    return { kind, groupSize: 1, panel: scores, judges: { cnn: scores, shape: scores } };
  });
}

/** Two images of each kind: blank, but for a pixel in the middle of the second. */
export function makeImages(): SecondImages[] {
  return KINDS.map(([group, kind]) => {
    const images = new Float32Array(2 * PIXELS);
    images[PIXELS + 14 * SIDE + 14] = 1;
    return {
      group,
      kind,
      description: `Images of the kind ${kind}.`,
      images,
      digits: hasDigit(group) ? [3, 3] : null,
    };
  });
}

function hasDigit(group: Group): boolean {
  return group !== 'structured' && group !== 'empty';
}

/** The record of a whole run with those scores. */
export function makeSecondRecord(changed: Partial<Record<SecondKindName, number>> = {}): SecondRecord {
  const scored = makeScored(changed);
  const judges = ['cnn', 'shape'];
  const pixels = Buffer.from(new Uint8Array(784).fill(9)).toString('base64');
  return secondRecord.parse({
    scoreVersion: 'cnn+shape-01234567',
    seed: 0,
    share: 1,
    judges,
    broken: [],
    kinds: scored.map(({ kind, panel, judges: alone }, at) => {
      const [group] = KINDS[at]!;
      return {
        ...{ group, kind, description: `Images of the kind ${kind}.`, images: 2, hasDigit: hasDigit(group) },
        panel: summariseSpread(panel),
        judges: { cnn: summariseSpread(alone.cnn!), shape: summariseSpread(alone.shape!) },
        notDigit: 0.5,
        examples: [{ pixels, digit: hasDigit(group) ? 3 : null, panel: panel[0]! }],
      };
    }),
    expectations: testSecond(scored, judges, openStream(0, 'test/second'), 5),
  });
}
