/** The oracle for convolutional networks: convolution as it is defined, in double precision. Slow; for tests. */
import { type ConvNet, type LayerShape, splitParameters } from '../../pipeline/engine/convNet.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';

/** Logits [n, outputs] of images [n, 784]. */
export function computePlainConvNet(network: ConvNet, images: Float32Array): number[] {
  const parameters = splitParameters(network);
  return Array.from({ length: images.length / PIXELS }, (_, row) => {
    let values = Array.from(images.subarray(row * PIXELS, (row + 1) * PIXELS), Number);
    let side = SIDE;
    network.layers.forEach((layer, at) => {
      const { weights, biases } = parameters[at]!;
      values =
        layer.kind === 'conv'
          ? convolve(values, side, layer, weights, biases)
          : weigh(values, weights, biases);
      if (layer.kind === 'conv') side = Math.ceil(side / layer.stride);
      if (at < network.layers.length - 1) values = values.map((value) => Math.max(0, value));
    });
    return values;
  }).flat();
}

function convolve(
  values: readonly number[],
  side: number,
  { kernel, stride, inputs, outputs }: Extract<LayerShape, { kind: 'conv' }>,
  weights: Float32Array,
  biases: Float32Array,
): number[] {
  const outSide = Math.ceil(side / stride);
  const padding = Math.max(0, (outSide - 1) * stride + kernel - side);
  const before = Math.floor(padding / 2);
  const result: number[] = [];
  for (let o = 0; o < outputs; o++) {
    for (let y = 0; y < outSide; y++) {
      for (let x = 0; x < outSide; x++) {
        let sum = biases[o]!;
        for (let c = 0; c < inputs; c++) {
          for (let ky = 0; ky < kernel; ky++) {
            for (let kx = 0; kx < kernel; kx++) {
              const [iy, ix] = [y * stride + ky - before, x * stride + kx - before];
              if (iy < 0 || ix < 0 || iy >= side || ix >= side) continue;
              sum +=
                values[(c * side + iy) * side + ix]! *
                weights[((o * inputs + c) * kernel + ky) * kernel + kx]!;
            }
          }
        }
        result.push(sum);
      }
    }
  }
  return result;
}

function weigh(values: readonly number[], weights: Float32Array, biases: Float32Array): number[] {
  return Array.from(biases, (bias, k) =>
    values.reduce((sum, value, i) => sum + value * weights[i * biases.length + k]!, bias),
  );
}
