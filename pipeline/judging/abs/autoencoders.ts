/**
 * What the `abs` judge is: a variational autoencoder for each digit, and a wider one for structured images that are no
 * digit. Of the encoders only the means are kept, as first guesses of latent vectors.
 */
import type { ConvNet, LayerShape } from '../../engine/convNet.ts';
import type { Decoder, DecoderShape } from '../../engine/decoder.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';

/** Sizes of the autoencoders of several classes, whose encoders share their hidden layer. */
export interface AutoencodersShape extends DecoderShape {
  readonly classes: number;
  /** Units of the encoders' shared hidden layer. */
  readonly encoderHidden: number;
}

/** Autoencoders of several classes. */
export interface Autoencoders {
  readonly shape: AutoencodersShape;
  /** Images [n, 784] -> means [n, classes * latent], those of a class side by side. */
  readonly encoder: ConvNet;
  /** One a class. */
  readonly decoders: readonly Decoder[];
}

/** The autoencoders of the ten digits, and that of other drawings. */
export interface AbsNetwork {
  readonly digits: Autoencoders;
  readonly others: Autoencoders;
}

/** Sizes of both parts. */
export interface AbsShape {
  readonly digits: AutoencodersShape;
  readonly others: AutoencodersShape;
}

/** The sizes of the frozen judge: two megabytes as it is stored. */
export const ABS_SHAPE: AbsShape = {
  digits: { classes: CLASSES, latent: 8, hidden: 96, encoderHidden: 128 },
  others: { classes: 1, latent: 24, hidden: 160, encoderHidden: 128 },
};

/** The layers of an encoder. */
export function encoderLayers({ classes, latent, encoderHidden }: AutoencodersShape): readonly LayerShape[] {
  return [
    { kind: 'dense', inputs: PIXELS, outputs: encoderHidden },
    { kind: 'dense', inputs: encoderHidden, outputs: classes * latent },
  ];
}
