/**
 * The rungs of the validity ladder and the kinds of image on them, by name. Makers, rules and page all name them here;
 * in a record they are plain numbers and strings.
 */

/** The rungs, from images that mean nothing to real digits. */
export const RUNG = {
  empty: 1,
  meaningless: 2,
  wrongDigit: 3,
  fooling: 4,
  flipped: 5,
  twoDigits: 6,
  changed: 7,
  clear: 8,
  real: 9,
} as const;
export type Rung = (typeof RUNG)[keyof typeof RUNG];

const TITLES: Readonly<Record<Rung, string>> = {
  1: 'No digit at all',
  2: 'Ideas that mean nothing',
  3: 'Real digits, scored for a wrong one',
  4: 'Images made to fool a judge',
  5: 'Real digits in more and more noise',
  6: 'Two digits in one image',
  7: 'Real digits, changed but still themselves',
  8: 'What should be clearer than an ordinary idea',
  9: 'Real digits',
};

/** What a rung is; nothing for a number that is none of them. */
export function titleOf(rung: number): string {
  return TITLES[rung as Rung] ?? '';
}

/** Kinds with a name of their own, and their rungs. */
const KINDS = {
  blank: RUNG.empty,
  full: RUNG.empty,
  noise: RUNG.empty,
  'sparse noise': RUNG.empty,
  'shuffled digits': RUNG.empty,
  'ideas of untrained models': RUNG.meaningless,
  'ideas after shuffled labels': RUNG.meaningless,
  'wrong digit': RUNG.wrongDigit,
  overlaid: RUNG.twoDigits,
  blended: RUNG.twoDigits,
  shifted: RUNG.changed,
  turned: RUNG.changed,
  thickened: RUNG.changed,
  thinned: RUNG.changed,
  eroded: RUNG.changed,
  'rough strokes': RUNG.changed,
  'ordinary ideas': RUNG.clear,
  'ideas after noise': RUNG.clear,
  'class means': RUNG.clear,
  'real, grey': RUNG.real,
  'real, black and white': RUNG.real,
} as const satisfies Readonly<Record<string, Rung>>;

/** The ways of attacking a judge. */
export type AttackMethod =
  | 'few flips in noise'
  | 'few flips afar'
  | 'few flips'
  | 'many flips'
  | 'from noise';

/** The kind of the images that a method makes against a judge. */
export type AttackKind = `${AttackMethod} against ${string}`;

/** The kind of real digits of which a share of the pixels is flipped. */
export type FlippedKind = `${number}% flipped`;

/** The name of a kind of image. */
export type LadderKindName = keyof typeof KINDS | AttackKind | FlippedKind;

/** The kind of the images that `method` makes against `judge`. */
export function nameAttack(method: AttackMethod, judge: string): AttackKind {
  return `${method} against ${judge}`;
}

/** The kind of real digits with the share `rate` of their pixels flipped. */
export function nameFlipped(rate: number): FlippedKind {
  return `${Math.round(100 * rate)}% flipped`;
}

/** The rung that a kind stands on. */
export function rungOf(kind: LadderKindName): Rung {
  if (kind in KINDS) return KINDS[kind as keyof typeof KINDS];
  return kind.endsWith('% flipped') ? RUNG.flipped : RUNG.fooling;
}
