/** Models whose outputs are the ten digits in another order, made to give them in ours. */
import { CLASSES } from '../math/images.ts';
import type { MlpParameters } from './engine.ts';
import type { OpaqueModel } from './opaqueModel.ts';

/** Whether output k is digit k. */
export function isInOrder(digits: readonly number[]): boolean {
  return digits.every((digit, at) => digit === at);
}

/** The MLP whose output k is that for the digit k, where `digits` [10] says which digit each of its outputs is for. */
export function reorderMlp(parameters: MlpParameters, digits: readonly number[]): MlpParameters {
  if (isInOrder(digits)) return parameters;
  const last = parameters.layers.at(-1)!;
  const layer = { weights: toOurs(last.weights, digits), biases: toOurs(last.biases, digits) };
  return { ...parameters, layers: [...parameters.layers.slice(0, -1), layer] };
}

/** The same of a classifier that is known by its logits alone. */
export function reorderOpaque(model: OpaqueModel, digits: readonly number[]): OpaqueModel {
  if (isInOrder(digits)) return model;
  const { inputGradients } = model;
  return {
    classes: model.classes,
    outputs: model.outputs,
    logits: async (images) => toOurs(await model.logits(images), digits),
    inputGradients:
      inputGradients && ((images, cotangents) => inputGradients(images, toTheirs(cotangents, digits))),
    dispose: () => model.dispose(),
  };
}

/** Rows of ten [n, 10], each in the order of the digits. */
function toOurs(rows: Float32Array, digits: readonly number[]): Float32Array {
  return rows.map((_, at) => rows[at - (at % CLASSES) + digits.indexOf(at % CLASSES)]!);
}

/** Rows of ten [n, 10], each in the order of the outputs. */
function toTheirs(rows: Float32Array, digits: readonly number[]): Float32Array {
  return rows.map((_, at) => rows[at - (at % CLASSES) + digits[at % CLASSES]!]!);
}
