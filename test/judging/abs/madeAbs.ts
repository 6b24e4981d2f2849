/** A small network of the judge by synthesis: decoders that draw one digit each, a little changed by random weights. */

import { countConvNetParameters } from '../../../pipeline/engine/convNet.ts';
import type { Decoder } from '../../../pipeline/engine/decoder.ts';
import {
  type AbsNetwork,
  type AbsShape,
  type Autoencoders,
  type AutoencodersShape,
  encoderLayers,
} from '../../../pipeline/judging/abs/autoencoders.ts';
import { centreImages } from '../../../pipeline/judging/centring.ts';
import { imagesOfDigit } from '../../../pipeline/judging/judgingData.ts';
import { binarise } from '../../../pipeline/judging/pixels.ts';
import { bytesToUnit, DIGITS, PIXELS, SIDE } from '../../../pipeline/math/images.ts';
import { fillNormal, openStream } from '../../../pipeline/math/streams.ts';
import { makeDecoder } from '../../engine/plainDecoder.ts';
import { readDigits } from '../digits.ts';

/** Its sizes. */
export const SMALL_SHAPE: AbsShape = {
  digits: { classes: 10, latent: 3, hidden: 6, encoderHidden: 5 },
  others: { classes: 1, latent: 4, hidden: 7, encoderHidden: 5 },
};

const real = readDigits('train', 0, 40);

/** A real digit of each class [10][784], cut to black and white and centred as judges do. */
export const TEMPLATES: readonly Float32Array[] = DIGITS.map((digit) =>
  centreImages(binarise(bytesToUnit(imagesOfDigit(real, digit).subarray(0, PIXELS)))),
);

/** A drawing that is no digit: a frame. */
export const FRAME = Float32Array.from({ length: PIXELS }, (_, at) => {
  const distance = Math.max(Math.abs((at % SIDE) - 13.5), Math.abs(Math.floor(at / SIDE) - 13.5));
  return Number(distance > 9 && distance < 12);
});

/** The network; the same each time. */
export function makeAbsNetwork(): AbsNetwork {
  return {
    digits: makeAutoencoders(SMALL_SHAPE.digits, TEMPLATES),
    others: makeAutoencoders(SMALL_SHAPE.others, [FRAME]),
  };
}

function makeAutoencoders(shape: AutoencodersShape, pictures: readonly Float32Array[]): Autoencoders {
  const layers = encoderLayers(shape);
  const parameters = new Float32Array(countConvNetParameters(layers));
  fillNormal(openStream(0, 'encoder'), 0.02, parameters);
  const decoders = pictures.map((picture, k): Decoder => {
    const { layers: random, ...sizes } = makeDecoder(shape.latent, shape.hidden, k);
    const weights = random[1].weights.map((value) => value / 5);
    return { ...sizes, layers: [random[0], { weights, biases: picture.map(toLogOdds) }] };
  });
  return { shape, encoder: { layers, parameters }, decoders };
}

/** Log odds of ink, of at least 2% and at most 98%. */
function toLogOdds(probability: number): number {
  const p = Math.min(0.98, Math.max(0.02, probability));
  return Math.log(p / (1 - p));
}
