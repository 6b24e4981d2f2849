/**
 * Which images people are asked to rate: ideas spread evenly over cells and digits, images made to fool a judge where
 * they are given, and checks on the rater's attention between them, all in a shuffled order and under names that tell
 * nothing.
 */

import type { LabelledImages } from '../engine/engine.ts';
import { binarise, shufflePixels, unitImage } from '../judging/pixels.ts';
import { DIGITS } from '../math/images.ts';
import { drawBelow, drawPermutation, openStream, type Stream } from '../math/streams.ts';
import { sha256 } from '../store/files.ts';
import { encodeVf } from '../store/vf.ts';
import type { IdeaRow } from '../study/tables.ts';
import type { AttackImage, KeyRow } from './ratingRecords.ts';
import { imageOf } from './shownAttacks.ts';

/** Real digits, and as many noise images, are a tenth of what is asked each, but at least 5. */
const CHECK_SHARE = 0.1;
const LEAST_CHECKS = 5;

/** An image of the page: its pixels [784] and what it is. */
export interface PageImage {
  readonly image: Float32Array;
  readonly key: KeyRow;
}

/** An image without its name on the page. */
interface Unnamed {
  readonly image: Float32Array;
  readonly kind: KeyRow['kind'];
  readonly model: string;
  readonly digit: number | null;
  readonly restart: number | null;
}

/** What a page is made of. */
export interface PageMaterial {
  readonly ideas: readonly IdeaRow[];
  readonly attacks: readonly AttackImage[];
  readonly test: LabelledImages;
}

/** Up to `count` ideas, all attacks, and checks, shuffled; the same material and seed always give the same page. */
export function choosePageImages(
  { ideas, attacks, test }: PageMaterial,
  count: number,
  seed: number,
): PageImage[] {
  const chosen = sampleEvenly(ideas, count, openStream(seed, 'rating/ideas'));
  const checks = Math.max(LEAST_CHECKS, Math.round(CHECK_SHARE * (chosen.length + attacks.length)));
  const all: Unnamed[] = [
    ...chosen.map(({ image, model, digit, restart }) => ({
      image,
      kind: 'idea' as const,
      model: model.name,
      digit,
      restart,
    })),
    ...attacks.map((attack) => ({
      image: imageOf(attack),
      kind: 'attack' as const,
      model: attack.kind,
      digit: attack.digit,
      restart: attack.example,
    })),
    ...sampleDigits(test, checks, openStream(seed, 'rating/digits')),
    ...sampleNoise(chosen, checks, openStream(seed, 'rating/noise')),
  ];
  const names = sampleNames(all, openStream(seed, `rating/names/${digest(all)}`));
  const order = drawPermutation(openStream(seed, 'rating/order'), all.length);
  return Array.from(order, (at) => {
    const { image, ...what } = all[at]!;
    return { image, key: { image: names[at]!, ...what, sha256: hashImage(image) } };
  });
}

/** SHA-256 of an image's pixels as float32. */
export function hashImage(image: Float32Array): string {
  return sha256(encodeVf(image));
}

/**
 * `count` ideas, or all where there are fewer. Each is drawn from the pair of cell and digit that has given the fewest
 * so far, then from the cell, then from the digit; chance decides between equals. Seeds and restarts share a cell.
 */
export function sampleEvenly(ideas: readonly IdeaRow[], count: number, stream: Stream): IdeaRow[] {
  const shuffled = Array.from(drawPermutation(stream, ideas.length), (at) => ideas[at]!);
  const cellOf = ({ model }: IdeaRow) => model.cell.name;
  const taken = new Map<string, number>();
  const timesTaken = (key: string) => taken.get(key) ?? 0;
  const sample: IdeaRow[] = [];
  while (sample.length < count && shuffled.length > 0) {
    const load = shuffled.map((idea) => {
      const [cell, digit] = [cellOf(idea), String(idea.digit)];
      return [timesTaken(`${cell}/${digit}`), timesTaken(cell), timesTaken(digit)] as const;
    });
    const at = findLeast(load);
    const [idea] = shuffled.splice(at, 1);
    sample.push(idea!);
    const [cell, digit] = [cellOf(idea!), String(idea!.digit)];
    for (const key of [`${cell}/${digit}`, cell, digit]) taken.set(key, timesTaken(key) + 1);
  }
  return sample;
}

/** Index of the first of the smallest rows, compared from left to right. */
function findLeast(rows: readonly (readonly number[])[]): number {
  const isLess = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((value, i) => value !== b[i]);
    return at >= 0 && a[at]! < b[at]!;
  };
  return rows.reduce((least, row, at) => (isLess(row, rows[least]!) ? at : least), 0);
}

/** Test images, as many of every digit as can be, binarised. */
function sampleDigits(test: LabelledImages, count: number, stream: Stream): Unnamed[] {
  const order = Array.from(drawPermutation(stream, test.labels.length));
  const byDigit = DIGITS.map((digit) => order.filter((at) => test.labels[at] === digit));
  const rounds = Math.max(...byDigit.map((own) => own.length));
  const digits = drawPermutation(stream, DIGITS.length);
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    Array.from(digits, (digit) => byDigit[digit]![round]).filter((at) => at !== undefined),
  ).flat();
  return inTurn.slice(0, count).map((at) => ({
    image: binarise(unitImage(test, at)),
    kind: 'digit',
    model: '',
    digit: test.labels[at]!,
    restart: null,
  }));
}

/** Ideas with their pixels shuffled: as much ink, and nothing to see. */
function sampleNoise(ideas: readonly IdeaRow[], count: number, stream: Stream): Unnamed[] {
  return Array.from({ length: count }, () => {
    const { image } = ideas[drawBelow(stream, ideas.length)]!;
    return { image: shufflePixels(image, stream), kind: 'noise', model: '', digit: null, restart: null };
  });
}

/** Different names of 12 hexadecimal digits, one an image; none that a spreadsheet would take for a number, as 12e4. */
export function sampleNames(images: readonly unknown[], stream: Stream): string[] {
  const draw = () => [0, 1].map(() => stream.nextUint32().toString(16).padStart(8, '0').slice(0, 6)).join('');
  const names = new Set<string>();
  while (names.size < images.length) {
    const name = draw();
    if (/[a-df]/.test(name)) names.add(name);
  }
  return [...names];
}

function digest(images: readonly Unnamed[]): string {
  return sha256(images.map(({ image, kind }) => `${kind} ${hashImage(image)}\n`).join(''));
}
