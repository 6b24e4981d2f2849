/** The network of the `cnn` judge and how it is trained: every choice that is not in a draw's own file. */
import type { LayerShape } from '../../engine/convNet.ts';
import { ANSWERS } from './targets.ts';

/** 202,475 parameters. A first stride of 2 halves the work; 5 x 5 pixels together are what averages noise out. */
export const CNN_LAYERS: readonly LayerShape[] = [
  { kind: 'conv', kernel: 5, stride: 2, inputs: 1, outputs: 32 }, // -> [32, 14, 14]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 32, outputs: 32 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 32, outputs: 64 }, // -> [64, 7, 7]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 64, outputs: 64 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 64, outputs: 64 }, // -> [64, 4, 4]
  { kind: 'dense', inputs: 1024, outputs: 96 },
  { kind: 'dense', inputs: 96, outputs: ANSWERS },
];

/** Images of one update. */
export const CNN_BATCH = 64;

/** Updates: 1.28 million images, as long as twenty minutes allow. */
export const CNN_STEPS = 20_000;
