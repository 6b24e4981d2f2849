/**
 * The autoencoders as bytes: every parameter as bfloat16, the upper half of a float32, in half of the space. Its 8 bits of
 * precision change no figure of the judge that is measured.
 */
import { countConvNetParameters } from '../../engine/convNet.ts';
import { countDecoderParameters, type Decoder } from '../../engine/decoder.ts';
import { PIXELS } from '../../math/images.ts';
import { expected } from '../../study/errors.ts';
import {
  ABS_SHAPE,
  type AbsNetwork,
  type AbsShape,
  type Autoencoders,
  type AutoencodersShape,
  encoderLayers,
} from './autoencoders.ts';

/** The nearest bfloat16 of every value, the even one of two, as its 16 bits. For finite values below 3e38. */
export function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  return Uint16Array.from(bits, (word) => (word + 0x7fff + ((word >>> 16) & 1)) >>> 16);
}

/** The values of bfloat16 bits; exact. */
export function fromBfloat16(halves: Uint16Array): Float32Array {
  // A loop: a function called for each of a million numbers takes many times as long.
  const words = new Uint32Array(halves.length);
  for (let at = 0; at < halves.length; at++) words[at] = halves[at]! << 16;
  return new Float32Array(words.buffer);
}

/** Bytes, little-endian: of the digits, then of the other drawings, the encoder, then decoder after decoder, as in memory. */
export function serialiseAbs({ digits, others }: AbsNetwork): Uint8Array {
  const arrays = [digits, others].flatMap(listArrays).map(toBfloat16);
  const bytes = new Uint8Array(2 * arrays.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const array of arrays) {
    for (const half of array) {
      view.setUint16(at, half, true);
      at += 2;
    }
  }
  return bytes;
}

/** The network that {@link serialiseAbs} wrote, rounded as it was. Throws a UserError that names `where` for another length. */
export function parseAbs(bytes: Uint8Array, where: string, shape: AbsShape = ABS_SHAPE): AbsNetwork {
  const count = countParameters(shape.digits) + countParameters(shape.others);
  if (bytes.length !== 2 * count) {
    throw expected(where, `${2 * count} bytes`, `${bytes.length}`, 'restore the file, or run make judges');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const halves = new Uint16Array(count);
  for (let k = 0; k < count; k++) halves[k] = view.getUint16(2 * k, true);
  const values = fromBfloat16(halves);
  let at = 0;
  const take = (length: number) => {
    at += length;
    return values.slice(at - length, at);
  };
  return { digits: takeAutoencoders(shape.digits, take), others: takeAutoencoders(shape.others, take) };
}

/** Number of parameters of the autoencoders of a shape, as they are stored. */
export function countParameters(shape: AutoencodersShape): number {
  return countConvNetParameters(encoderLayers(shape)) + shape.classes * countDecoderParameters(shape);
}

function listArrays({ encoder, decoders }: Autoencoders): Float32Array[] {
  const ofDecoders = decoders.flatMap(({ layers }) =>
    layers.flatMap(({ weights, biases }) => [weights, biases]),
  );
  return [encoder.parameters, ...ofDecoders];
}

function takeAutoencoders(shape: AutoencodersShape, take: (length: number) => Float32Array): Autoencoders {
  const layers = encoderLayers(shape);
  const encoder = { layers, parameters: take(countConvNetParameters(layers)) };
  const { latent, hidden } = shape;
  const decoders = Array.from({ length: shape.classes }, (): Decoder => {
    const first = { weights: take(latent * hidden), biases: take(hidden) };
    return { latent, hidden, layers: [first, { weights: take(hidden * PIXELS), biases: take(PIXELS) }] };
  });
  return { shape, encoder, decoders };
}
