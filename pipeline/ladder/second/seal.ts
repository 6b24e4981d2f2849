/**
 * The seal: the SHA-256 of the rules and of every kind's images, made before the judges were frozen. Whoever changes a
 * limit, a kind or how it is made breaks it.
 */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { unitToBytes } from '../../math/images.ts';
import { readJson, sha256 } from '../../store/files.ts';
import { CONDITIONS, SECOND_RULES } from './rules.ts';
import type { SecondImages } from './secondImages.ts';

const digests = z.record(z.string(), z.string());

/** What is sealed, each by its SHA-256. */
const seal = z.strictObject({
  /** The conditions and the rules as JSON. */
  rules: z.string(),
  /** Each kind's images, as bytes, and the digits that they show, of a whole run with seed 0. Kinds made of ideas have none. */
  images: digests,
  /** The same of a run of the share {@link SAMPLE}, which is made at once. */
  sample: digests,
});
export type Seal = z.output<typeof seal>;

/** The share of a whole run that is sealed apart. */
export const SAMPLE = 0.02;

const NEXT_STEP = 'take pipeline/ladder/second/seal.json from the repository again';

/** The seal as it was committed. */
export function readSeal(): Promise<Seal> {
  return readJson(fileURLToPath(new URL('./seal.json', import.meta.url)), seal, NEXT_STEP);
}

/** SHA-256 of the conditions and the rules as they are. */
export function digestRules(): string {
  return sha256(JSON.stringify([CONDITIONS, SECOND_RULES]));
}

/** SHA-256 of each kind's images. */
export function digestImages(made: readonly SecondImages[]): Record<string, string> {
  return Object.fromEntries(made.map((each) => [each.kind, digestOf(each)]));
}

/** What is not as it was sealed: `the rules`, or the name of a kind; nothing of a whole run of rules and images untouched. */
export function listBroken(sealed: Seal, made: readonly SecondImages[]): string[] {
  const found = digestImages(made);
  const kinds = new Set([...Object.keys(sealed.images), ...Object.keys(found)]);
  return [
    ...(digestRules() === sealed.rules ? [] : ['the rules']),
    ...[...kinds].filter((kind) => sealed.images[kind] !== found[kind]),
  ];
}

/** SHA-256 of the images as bytes, followed by their digits where they show any. */
function digestOf({ images, digits }: SecondImages): string {
  return sha256(Buffer.concat([unitToBytes(images), Uint8Array.from(digits ?? [])]));
}
