/**
 * The batch in a training graph, as the first layer multiplies it: bytes as floats, whose 1/255 goes into the factors of the
 * products. Either with all pixels that training reads, or with those alone that the batch inks: the others add nothing to
 * the product x W1, and the rows of their gradient are 0 exactly. Of MNIST's 717 pixels a batch of 100 images inks 516.
 */
import type { Graph } from './graph.ts';

/** How a training graph reads its batches. */
export interface BatchPlan {
  readonly batch: number;
  readonly hasInputNoise: boolean;
  /** Whether the products take the inked pixels alone; not with input noise or a gradient penalty. */
  readonly gathersInked: boolean;
}

/** Sizes that decide whether a training step is faster with the inked pixels alone. */
export interface GatheringSizes {
  readonly hidden: number;
  readonly batch: number;
  /** Pixels that training reads. */
  readonly pixels: number;
  /** How many of them a batch is expected to ink. */
  readonly inked: number;
}

/** Multiplications that take as long as copying a number of w1 out and adding its gradient to the moments' rows. */
const PER_WEIGHT = 30;
/** Multiplications that take as long as finding and gathering the inked pixels, for each byte of a batch. */
const PER_BYTE = 20;

/**
 * Whether a training step is faster with the inked pixels alone: two products save `batch` * `hidden` multiplications for each
 * other pixel, and that is more than it costs. From steps timed at 16 to 1024 hidden units and batches of 10 to 1000.
 */
export function paysToGather({ hidden, batch, pixels, inked }: GatheringSizes): boolean {
  const saved = 2 * batch * hidden * (pixels - inked);
  return saved > PER_WEIGHT * inked * hidden + PER_BYTE * batch * pixels;
}

/** Names of what the first layer is computed from, K the number of pixels that are multiplied. */
export interface FirstLayer {
  /** [B, K], 0 ... 255 */
  readonly inputs: string;
  /** [K, H] */
  readonly weights: string;
  /** [K, B], where there are inked pixels alone. */
  readonly transposed?: string;
  /** [K, 1]: the rows of w1 that are multiplied, where they are not all. */
  readonly rows?: string;
}

const TO_FLOAT = { to: 1 };
const SWAPPED = { perm: { ints: [1, 0] } };

/** Adds the batch of the images at `index` [B], from the axes `batch_axis`; where there is noise, a pixel whose `flip` is 1 is 255 minus what it was. */
export function addBatch(g: Graph, { hasInputNoise, gathersInked }: BatchPlan): FirstLayer {
  g.node('Gather', ['images', 'index'], 'bytes', { axis: 0 });
  if (gathersInked) return addInkedBatch(g);
  g.node('Cast', ['bytes'], 'floats', TO_FLOAT);
  return { inputs: hasInputNoise ? addFlips(g, 'floats') : 'floats', weights: 'w1' };
}

/** Adds |x - 255 flip|. */
function addFlips(g: Graph, clean: string): string {
  g.constant('white', 255);
  g.node('Cast', ['flip'], 'flip_floats', TO_FLOAT);
  g.node('Mul', ['flip_floats', 'white'], 'flip_whites');
  g.node('Sub', [clean, 'flip_whites'], 'signed');
  return g.node('Abs', ['signed'], 'flipped');
}

/** Adds the rows of the transposed batch, and of w1, that the batch inks. */
function addInkedBatch(g: Graph): FirstLayer {
  // Sums of floats are several times as fast as the largest of them, or as anything of bytes.
  g.node('Cast', ['bytes'], 'floats', TO_FLOAT);
  g.node('ReduceSum', ['floats', 'batch_axis'], 'ink', { keepdims: 0 });
  g.node('NonZero', ['ink'], 'inked'); // [1, K]
  g.axes('list', [-1]);
  g.axes('column', [-1, 1]);
  g.node('Reshape', ['inked', 'list'], 'inked_pixels');
  g.node('Transpose', ['bytes'], 'bytes_by_pixel', SWAPPED);
  g.node('Gather', ['bytes_by_pixel', 'inked_pixels'], 'inked_bytes', { axis: 0 }); // [K, B]
  g.node('Transpose', ['inked_bytes'], 'inked_bytes_by_image', SWAPPED);
  return {
    inputs: g.node('Cast', ['inked_bytes_by_image'], 'inked_floats_by_image', TO_FLOAT),
    weights: g.node('Gather', ['w1', 'inked_pixels'], 'w1_inked', { axis: 0 }), // [K, H]
    transposed: g.node('Cast', ['inked_bytes'], 'inked_floats', TO_FLOAT),
    rows: g.node('Reshape', ['inked', 'column'], 'inked_rows'),
  };
}
