/** What a playground carries of models and judges: text that a page can hold, and how it becomes numbers again. */
import type { MlpParameters } from '../engine/engine.ts';
import { buildParameters } from '../engine/parameters.ts';
import type { Calibration } from '../judging/calibrationSchema.ts';
import type { Tolerance } from '../judging/tolerance.ts';
import { fromHalf } from '../math/halfPrecision.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import type { Architecture } from '../study/axes.ts';
import type { JudgeName } from '../study/judgeNames.ts';

/** By tolerance of noise. */
export type CalibrationsAtEach = Readonly<Record<Tolerance, Calibration>>;

/** How far a model's logits move, and its answers, where its weights are rounded to half precision. */
export interface Rounding {
  /** Test images on which it was measured. */
  readonly images: number;
  /** The largest change of a logit. */
  readonly largestChange: number;
  /** Images that are then read as another digit. */
  readonly otherAnswers: number;
}

/** A model, but for its weights. */
export interface ModelEntry extends Architecture {
  readonly name: string;
  readonly title: string;
  readonly rounding: Rounding;
  /** Its idea of each digit: base64 of [10, 784] bytes, white being 255. */
  readonly ideas: string;
}

/** A judge, but for its weights. */
export interface JudgeEntry {
  readonly name: JudgeName;
  readonly calibrations: CalibrationsAtEach;
  /** Whether its weights are float32, rounded to half precision; else they are the judge's own bytes. */
  readonly isHalved: boolean;
}

/** Everything but weights, scripts and style: plain JSON, which the page reads when the playground is opened. */
export interface PlaygroundEntries {
  /** The first is the one that is shown. */
  readonly models: readonly ModelEntry[];
  /** None where the judges cannot read the study's digits. */
  readonly judges: readonly JudgeEntry[];
  /** Of all judges together. */
  readonly calibrations: CalibrationsAtEach;
  /** Pixels that no training image has ink at, ascending. */
  readonly neverInked: readonly number[];
}

/** Bytes of base64 text. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/** The bytes of a text of packBytes (pack.ts). Rejects where it is none. */
export async function unpackBytes(text: string): Promise<Uint8Array> {
  const stream = new Blob([decodeBase64(text)]).stream().pipeThrough(new DecompressionStream('deflate'));
  const apart = new Uint8Array(await new Response(stream).arrayBuffer());
  const bytes = new Uint8Array(apart.length);
  const even = Math.ceil(bytes.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = apart[(at % 2) * even + (at >> 1)]!;
  return bytes;
}

/** The values of halves, little-endian. */
function readHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const halves = new Uint16Array(bytes.length / 2);
  for (let at = 0; at < halves.length; at++) halves[at] = view.getUint16(2 * at, true);
  return fromHalf(halves);
}

/** The parameters of a model whose weights are packed halves, array after array. */
export async function unpackModel(architecture: Architecture, weights: string): Promise<MlpParameters> {
  const values = readHalves(await unpackBytes(weights));
  let at = 0;
  return buildParameters(architecture, (_, length) => {
    at += length;
    return values.subarray(at - length, at);
  });
}

/** The bytes of a judge's weights, as a judge is opened from them. */
export async function unpackJudge(
  { isHalved }: Pick<JudgeEntry, 'isHalved'>,
  weights: string,
): Promise<Uint8Array> {
  const bytes = await unpackBytes(weights);
  if (!isHalved) return bytes;
  const values = readHalves(bytes);
  const unpacked = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, at) => {
    unpacked.setFloat32(4 * at, value, true);
  });
  return new Uint8Array(unpacked.buffer);
}

/** The ideas [784] of the ten digits. */
export function unpackIdeas({ ideas }: Pick<ModelEntry, 'ideas'>): Float32Array[] {
  const bytes = decodeBase64(ideas);
  return Array.from({ length: CLASSES }, (_, digit) =>
    Float32Array.from(rowOf(bytes, digit, PIXELS), (byte) => byte / 255),
  );
}
