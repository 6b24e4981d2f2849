/** A network by plain loops: every sum in double precision, the logits rounded once. */
import { CLASSES, PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import type { LoadedModel, MlpParameters } from '../engine.ts';
import { PLAIN_ACTIVATIONS } from './activations.ts';
import { applyLayer, applyTransposed } from './layer.ts';

/** Opens a model. */
export function openPlainModel(parameters: MlpParameters): LoadedModel {
  const { hidden, layers } = parameters;
  return {
    parameters,
    async logits(images) {
      const scale = images instanceof Uint8Array ? 255 : 1;
      return eachRow(images.length / PIXELS, CLASSES, (row) => {
        const image = Float64Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS), (x) => x / scale);
        return finish(parameters, applyLayer(layers[0]!, image));
      });
    },
    async logitsOfChanges(bases, { base, pixel, change }) {
      const { weights } = layers[0]!;
      return eachRow(base.length, CLASSES, (row) => {
        const z = Float64Array.from(rowOf(bases, base[row]!, hidden));
        const from = pixel[row]! * hidden;
        for (let j = 0; j < hidden; j++) z[j]! += change[row]! * weights[from + j]!;
        return finish(parameters, z);
      });
    },
    async inputGradients(images, cotangents) {
      return eachRow(images.length / PIXELS, PIXELS, (row) =>
        descend(parameters, rowOf(images, row, PIXELS), Float64Array.from(rowOf(cotangents, row, CLASSES))),
      );
    },
    dispose: async () => undefined,
  };
}

/** Rows [count, width] side by side. */
function eachRow(count: number, width: number, rowAt: (row: number) => Float64Array): Float32Array {
  const rows = new Float32Array(count * width);
  for (let row = 0; row < count; row++) rows.set(rowAt(row), row * width);
  return rows;
}

/** The logits [10] behind the first layer's pre-activations. */
function finish({ layers, activation }: MlpParameters, first: Float64Array): Float64Array {
  const { of } = PLAIN_ACTIVATIONS[activation];
  return layers.slice(1).reduce((z, layer) => applyLayer(layer, z.map(of)), first);
}

/** The gradient [784] of cotangent . logits in an image, by the chain rule. */
function descend(
  { layers, activation }: MlpParameters,
  image: Float32Array,
  cotangent: Float64Array,
): Float64Array {
  const { of, slope } = PLAIN_ACTIVATIONS[activation];
  const preActivations = [applyLayer(layers[0]!, image)];
  for (const layer of layers.slice(1, -1)) {
    preActivations.push(applyLayer(layer, preActivations.at(-1)!.map(of)));
  }
  let gradient = cotangent;
  for (let k = layers.length - 1; k > 0; k--) {
    const z = preActivations[k - 1]!;
    gradient = applyTransposed(layers[k]!, gradient).map((value, i) => value * slope(z[i]!));
  }
  return applyTransposed(layers[0]!, gradient);
}
