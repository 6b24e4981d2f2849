/** A convolutional network by plain loops. */
import { PIXELS } from '../../math/images.ts';
import { rowOf } from '../../math/rows.ts';
import {
  type ConvNet,
  type ConvShape,
  countAnswers,
  fanIn,
  inputSides,
  type LayerValues,
  samePadding,
  splitParameters,
} from '../convNet.ts';
import type { Classifier } from '../engine.ts';
import { applyLayer, dotRow } from './layer.ts';

/** Opens a classifier. */
export function openPlainClassifier(network: ConvNet): Classifier {
  const values = splitParameters(network);
  const sides = inputSides(network.layers);
  const answers = countAnswers(network);
  const read = (image: Float32Array): Float64Array =>
    network.layers.reduce<Float64Array>((inputs, layer, at) => {
      const given = at === 0 ? inputs : inputs.map((value) => Math.max(0, value));
      return layer.kind === 'conv'
        ? convolve(given, sides[at]!, layer, values[at]!)
        : applyLayer(values[at]!, given);
    }, Float64Array.from(image));
  return {
    async logits(images) {
      const logits = new Float32Array((images.length / PIXELS) * answers);
      for (let row = 0; row * PIXELS < images.length; row++) {
        logits.set(read(rowOf(images, row, PIXELS)), row * answers);
      }
      return logits;
    },
    dispose: async () => undefined,
  };
}

/** A convolution of values [inputs, side, side]: [outputs, ceil(side / stride), the same]. */
function convolve(
  values: Float64Array,
  side: number,
  layer: ConvShape,
  { weights, biases }: LayerValues,
): Float64Array {
  const outSide = Math.ceil(side / layer.stride);
  const sums = new Float64Array(layer.outputs * outSide * outSide);
  const window = new Float64Array(fanIn(layer));
  for (let at = 0; at < outSide * outSide; at++) {
    const [x, y] = [at % outSide, Math.floor(at / outSide)];
    fillWindow(values, side, { layer, x, y }, window);
    for (let o = 0; o < layer.outputs; o++) {
      sums[o * outSide * outSide + at] = biases[o]! + dotRow(weights, o, window);
    }
  }
  return sums;
}

/** Which of a layer's outputs is meant: x from the left, y from the top. */
interface Place {
  readonly layer: ConvShape;
  readonly x: number;
  readonly y: number;
}

/** Writes what one output is a sum of, [inputs, kernel, kernel], into `window`; 0 beyond the edge. */
function fillWindow(values: Float64Array, side: number, { layer, x, y }: Place, window: Float64Array): void {
  const { kernel, stride, inputs } = layer;
  const { before } = samePadding(side, layer);
  const [left, top] = [x * stride - before, y * stride - before];
  let at = 0;
  for (let c = 0; c < inputs; c++) {
    for (let row = top; row < top + kernel; row++) {
      for (let column = left; column < left + kernel; column++) {
        const isInside = row >= 0 && row < side && column >= 0 && column < side;
        window[at++] = isInside ? values[(c * side + row) * side + column]! : 0;
      }
    }
  }
}
