/**
 * Which images people are asked to rate: ideas drawn at random from every cell of the grid, images made to fool a judge
 * where they are given, and real digits and noise between them, all in a shuffled order and under names that tell nothing.
 */

import type { LabelledImages } from '../engine/engine.ts';
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { drawPermutation, openStream, type Stream } from '../math/streams.ts';
import { sha256 } from '../store/files.ts';
import { encodeVf } from '../store/vf.ts';
import type { IdeaRow } from '../study/tables.ts';
import { drawChecks, type Unnamed } from './checkImages.ts';
import type { AttackImage, KeyRow } from './ratingRecords.ts';
import { type SampledIdea, sampleByCell } from './sampleIdeas.ts';
import { imageOf } from './shownAttacks.ts';

/** An image of the page: its pixels [784] and what it is. */
export interface PageImage {
  readonly image: Float32Array;
  readonly key: KeyRow;
}

/** What a page is made of. */
export interface PageMaterial {
  readonly ideas: readonly IdeaRow[];
  /** An idea [784] as the panel's primary reading sees it, which is what people are shown. */
  readonly show: (idea: IdeaRow) => Float32Array;
  readonly attacks: readonly AttackImage[];
  readonly test: LabelledImages;
}

/** Up to `count` ideas, all attacks, and checks, shuffled; the same material and seed always give the same page. */
export function choosePageImages(
  { ideas, show, attacks, test }: PageMaterial,
  count: number,
  seed: number,
): PageImage[] {
  const shown = [
    ...sampleByCell(ideas, count, openStream(seed, 'rating/ideas')).map((drawn) => fromIdea(drawn, show)),
    ...attacks.map(fromAttack),
  ];
  const checks = drawChecks(
    test,
    shown.map(({ pixels }) => pixels),
    seed,
  );
  const all: readonly Source[] = [...shown, ...checks];
  const names = sampleNames(all, openStream(seed, `rating/names/${digest(all)}`));
  const order = drawPermutation(openStream(seed, 'rating/order'), all.length);
  return Array.from(order, (at) => {
    const { pixels, unchanged = pixels, ...what } = all[at]!;
    return { image: pixels, key: { image: names[at]!, ...what, sha256: hashImage(unchanged) } };
  });
}

/** An image of the page, and the idea that it shows in part. */
interface Source extends Unnamed {
  readonly unchanged?: Float32Array;
}

function fromIdea({ idea, probability }: SampledIdea, show: PageMaterial['show']): Source {
  const { model, digit, restart, image } = idea;
  return {
    ...{ kind: 'idea', model: model.name, digit, restart, flipRate: null },
    ...{ reading: PRIMARY_READING, probability, pixels: show(idea), unchanged: image },
  };
}

function fromAttack(attack: AttackImage): Source {
  return {
    ...{ kind: 'attack', model: attack.kind, digit: attack.digit, restart: attack.example },
    ...{ flipRate: null, reading: null, probability: null, pixels: imageOf(attack) },
  };
}

/** SHA-256 of an image's pixels as float32. */
export function hashImage(image: Float32Array): string {
  return sha256(encodeVf(image));
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
  return sha256(images.map(({ pixels, kind }) => `${kind} ${hashImage(pixels)}\n`).join(''));
}
