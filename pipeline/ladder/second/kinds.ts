/**
 * The kinds of image on the second ladder, by name and group. No judge is taught or calibrated on images of these
 * generators, fonts and collections. Shifts, damage and small changes are not new as such: judges are taught others.
 */

/** What the kinds of a group have in common, and so what is expected of them. */
export const GROUPS = {
  real: 'Real digits',
  shifted: 'Real digits, moved',
  corrupted: 'Real digits, corrupted as in MNIST-C',
  otherDigits: 'Digits that are not MNIST’s',
  damaged: 'Real digits, with more and more coherent damage',
  structured: 'Structured images that are no digit',
  empty: 'Images without a digit’s structure',
  nudgedDigits: 'Real digits, changed too little to matter',
  nudgedIdeas: 'Ideas, changed too little to matter',
} as const;
export type Group = keyof typeof GROUPS;

/** By how many pixels digits are moved. */
export const SHIFTS = [1, 2, 3, 4] as const;

/** The kinds of MNIST-C that are made here, at the severity of its published images. */
export const CORRUPTIONS = [
  'shear',
  'scale',
  'rotate',
  'translate',
  'dotted line',
  'zigzag',
  'stripe',
  'spatter',
  'glass blur',
  'motion blur',
  'brightness',
  'fog',
  'shot noise',
  'impulse noise',
] as const;
export type Corruption = (typeof CORRUPTIONS)[number];

/** Ways of damaging a digit coherently, each with how much of it there is, in steps from little. */
export const DAMAGES = {
  'strokes added': [1, 2, 4, 6, 8],
  'strokes erased': [1, 2, 4, 6, 8],
  patches: [1, 2, 4, 6, 8],
  'low-frequency noise': [0.2, 0.4, 0.6, 0.8, 1],
  warp: [1, 2, 3, 5, 7],
} as const;
export type Damage = keyof typeof DAMAGES;

/** What an amount of each damage is. */
export const DAMAGE_UNITS: Readonly<Record<Damage, string>> = {
  'strokes added': 'strokes added',
  'strokes erased': 'strokes erased',
  patches: 'patches',
  'low-frequency noise': 'amplitude of low-frequency noise',
  warp: 'pixels of warp at most',
};

/** Structured images that are no digit. */
export const STRUCTURED = [
  'phase-scrambled digits',
  'phase-scrambled ideas',
  'Bezier drawings',
  'Japanese characters',
  'Gothic letters',
  'markers',
  'clothes',
] as const;
export type Structured = (typeof STRUCTURED)[number];

/** Images without a digit's structure. */
export const EMPTY = ['noise', 'scrambled digits', 'inverted digits'] as const;

/** Changes that are too small to matter. */
export const NUDGES = ['moved by a pixel', 'thickened by half a pixel', '1% of the pixels flipped'] as const;
export type Nudge = (typeof NUDGES)[number];

/** The name of a kind of image of the second ladder. */
export type SecondKindName =
  | 'real, grey'
  | 'real, black and white'
  | `shifted by ${(typeof SHIFTS)[number]}`
  | Corruption
  | 'typefaces'
  | 'optdigits'
  | `${Damage}, ${number}`
  | Structured
  | (typeof EMPTY)[number]
  | `digits ${Nudge}`
  | 'ideas'
  | `ideas ${Nudge}`;
