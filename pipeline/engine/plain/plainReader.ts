/**
 * What reads images where no runtime is at hand, as in a page that a browser has opened from disk: the part of an engine
 * that trains nothing, by plain loops over the same arrays.
 */
import type { Reader } from '../engine.ts';
import { openPlainClassifier } from './plainClassifier.ts';
import { openPlainDecoder } from './plainDecoder.ts';
import { openPlainModel } from './plainModel.ts';

/** Reads by plain loops, one image after the other: about 2 ms for a model of 784 hidden units. */
export const PLAIN_READER: Reader = {
  loadModel: async (parameters) => openPlainModel(parameters),
  openClassifier: async (network) => openPlainClassifier(network),
  openDecoder: async (decoder) => openPlainDecoder(decoder),
};
