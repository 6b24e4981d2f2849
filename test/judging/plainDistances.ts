/** The oracle for `Distances`: the definition, pixel by pixel in double precision. Slow; for tests. */
import type { Distances, Engine } from '../../pipeline/engine/engine.ts';
import { PIXELS } from '../../pipeline/math/images.ts';

/** ||query - reference / 255||^2 by its definition; `references` are bytes [n, 784]. */
export function openPlainDistances(references: Uint8Array): Distances {
  const n = references.length / PIXELS;
  return {
    async to(queries) {
      const rows = queries.length / PIXELS;
      return Float32Array.from({ length: rows * n }, (_, at) =>
        squaredDistance(queries, Math.floor(at / n) * PIXELS, references, (at % n) * PIXELS),
      );
    },
    async dispose() {},
  };
}

function squaredDistance(query: Float32Array, q: number, reference: Uint8Array, r: number): number {
  let sum = 0;
  for (let p = 0; p < PIXELS; p++) sum += (query[q + p]! - reference[r + p]! / 255) ** 2;
  return sum;
}

/** An engine that can only measure distances. */
export const plainEngine: Engine = {
  name: 'plain',
  version: 'plain',
  load: async () => undefined,
  openTrainer: () => Promise.reject(new Error('plainEngine measures distances only')),
  loadModel: () => Promise.reject(new Error('plainEngine measures distances only')),
  openClassifier: () => Promise.reject(new Error('plainEngine measures distances only')),
  openDecoder: () => Promise.reject(new Error('plainEngine measures distances only')),
  openDistances: async (references) => openPlainDistances(references),
};
