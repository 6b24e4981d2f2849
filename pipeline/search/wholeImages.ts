/**
 * A model that is known by its logits alone, in the place of an MLP where single pixels of images are changed: the first layer is
 * the identity, so that pre-activations are the image, and what is behind it is the model.
 */
import type { LoadedModel, MlpParameters } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { type SearchableModel, viewModel } from './modelView.ts';

/** One hidden layer that passes the image on, and ten equal logits: where only those of ordered arithmetic count, all are tied. */
function buildIdentity(): MlpParameters {
  const weights = new Float32Array(PIXELS * PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) weights[pixel * PIXELS + pixel] = 1;
  return {
    ...{ hidden: PIXELS, depth: 1, activation: 'relu' },
    layers: [
      { weights, biases: new Float32Array(PIXELS) },
      { weights: new Float32Array(PIXELS * CLASSES), biases: new Float32Array(CLASSES) },
    ],
  };
}

/**
 * The model as an MLP, for searches that ask nothing of its parameters but pre-activations and ordered logits; an MLP as it is. Of
 * another model a margin that is 0 but for rounding counts as 0, so that no digit is called reached that may not be.
 */
export function changePixelsOf(model: SearchableModel): LoadedModel {
  if ('parameters' in model) return model;
  const view = viewModel(model);
  return {
    parameters: buildIdentity(),
    logits: (images) => model.logits(images),
    logitsOfChanges(bases, { base, pixel, change }) {
      const images = new Float32Array(base.length * PIXELS);
      base.forEach((row, at) => {
        images.set(bases.subarray(row * PIXELS, (row + 1) * PIXELS), at * PIXELS);
        images[at * PIXELS + pixel[at]!]! += change[at]!;
      });
      return model.logits(images);
    },
    inputGradients: (images, cotangents) => view.inputGradients(images, cotangents),
    dispose: () => model.dispose(),
  };
}
