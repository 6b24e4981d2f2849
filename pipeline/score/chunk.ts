/** What passes between the process that scores images and its workers, as JSON: images as text, probabilities as numbers. */
import { decodeFloat32, encodeFloat32 } from '../store/float32.ts';
import type { EngineName } from '../study/config.ts';

/** What a worker is sent. */
export interface ChunkOrder {
  readonly engine: EngineName;
  /** By {@link encodeChunk}. */
  readonly images: string;
}

/** What it answers: probabilities [n, 11] of the panel, its families and its judges. */
export interface ChunkAnswers {
  readonly panel: readonly number[];
  readonly families: Readonly<Record<string, readonly number[]>>;
  readonly judges: Readonly<Record<string, readonly number[]>>;
}

/** Images [n, 784] as text, bit for bit. */
export function encodeChunk(images: Float32Array): string {
  return Buffer.from(encodeFloat32(images)).toString('base64');
}

/** The images of {@link encodeChunk}. */
export function decodeChunk(text: string): Float32Array {
  return decodeFloat32(Buffer.from(text, 'base64'), 'images');
}
