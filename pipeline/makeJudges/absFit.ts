/** Fits the `abs` judge: the autoencoders of the digits, then that of other drawings. */
import type { TensorFlow } from '../engine/tfjs/library.ts';
import { parseAbs, serialiseAbs } from '../judging/abs/absBytes.ts';
import { ABS_SHAPE, type AbsNetwork, type AbsShape } from '../judging/abs/autoencoders.ts';
import { centreImages } from '../judging/centring.ts';
import { imagesOfDigit } from '../judging/judgingData.ts';
import { bytesToUnit, DIGITS, PIXELS, unitToBytes } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { drawBelow, drawUniform, openStream, type Stream } from '../math/streams.ts';
import type { DigitSource } from './images/example.ts';
import { drawMargin, flipByInk } from './images/noise.ts';
import { varyShape } from './images/variation.ts';
import { drawStructured } from './labelledMixture.ts';
import { type AutoencoderBatch, trainAutoencoders } from './trainAutoencoders.ts';

/** Seed of the starts, of the batches, and of the draws of latent vectors. */
export const ABS_SEED = 0;

/** How much goes into a fit. */
export interface AbsSizes {
  /** Updates of the digits' autoencoders, and of the other drawings'. */
  readonly updates: Readonly<Record<keyof AbsShape, number>>;
  /** Other drawings that are drawn to learn from. */
  readonly drawings: number;
}

/** The sizes of the frozen judge: eight minutes on one core. */
export const ABS_SIZES: AbsSizes = { updates: { digits: 8000, others: 1800 }, drawings: 20_000 };

/** Images of each digit in an update, and other drawings. */
const BATCH = { digits: 24, others: 96 };

const RATE = 0.003;

/** How often each digit stands in its pool. */
const VARIANTS = 1;

/** Half of the images are seen through noise, by rates up to this. */
const MOST_SEEN_FLIPPED = 0.35;

/** Share of all whose margin is seen through noise of its own. */
const MARGIN_SHARE = 1 / 4;

/** What of a fit is told as it goes on: the part, the update and its loss. */
type OnUpdate = (part: keyof AbsShape, update: number, loss: number) => void;

/** Fits the judge to `learning`. The same data give the same network on one machine with one thread. */
export async function fitAbs(
  tf: TensorFlow,
  learning: DigitSource,
  { updates, drawings }: AbsSizes = ABS_SIZES,
  onUpdate: OnUpdate = () => undefined,
): Promise<AbsNetwork> {
  const train = (part: keyof AbsShape, pools: readonly Uint8Array[]) =>
    trainAutoencoders(
      tf,
      {
        ...{ name: `abs/${part}`, seed: ABS_SEED, rate: RATE },
        ...{ shape: ABS_SHAPE[part], updates: updates[part] },
        drawBatch: (update) =>
          drawBatch(
            pools,
            BATCH[part],
            openStream(ABS_SEED, `abs/${part}/batch/${update}`),
            learning.inkedShares,
          ),
      },
      (update, loss) => onUpdate(part, update, loss),
    );
  const digits = await train('digits', drawDigitPools(learning));
  const others = await train('others', [drawOtherPool(learning, drawings)]);
  // Rounded as it is stored, so that what is measured is what is frozen.
  return parseAbs(serialiseAbs({ digits, others }), 'abs.bin');
}

/** Of each digit its images `VARIANTS` times, varied in shape: [10][n, 784]. */
function drawDigitPools({ digits }: DigitSource): Uint8Array[] {
  const stream = openStream(ABS_SEED, 'abs/digits/pool');
  return DIGITS.map((digit) => {
    const images = imagesOfDigit(digits, digit);
    const pool = new Uint8Array(VARIANTS * images.length);
    for (let at = 0; at < pool.length; at += PIXELS) {
      const from = at % images.length;
      const image = bytesToUnit(images.subarray(from, from + PIXELS));
      pool.set(unitToBytes(centreImages(varyShape(image, stream))), at);
    }
    return pool;
  });
}

/** Other drawings [n, 784]. */
function drawOtherPool(source: DigitSource, count: number): Uint8Array {
  const stream = openStream(ABS_SEED, 'abs/others/pool');
  return unitToBytes(centreImages(drawStructured(count, source, stream)));
}

/** `count` images of each pool, half of them seen through noise, a quarter with noise of its own at the margin. */
function drawBatch(
  pools: readonly Uint8Array[],
  count: number,
  stream: Stream,
  inkedShares: DigitSource['inkedShares'],
): AutoencoderBatch {
  const meant = new Float32Array(pools.length * count * PIXELS);
  const seen = new Float32Array(meant.length);
  for (let at = 0; at < meant.length; at += PIXELS) {
    const pool = pools[Math.floor(at / (count * PIXELS))]!;
    const image = bytesToUnit(rowOf(pool, drawBelow(stream, pool.length / PIXELS), PIXELS));
    const rate = drawUniform(stream) < 0.5 ? MOST_SEEN_FLIPPED * drawUniform(stream) : 0;
    const noisy = rate > 0 ? flipByInk(image, rate, rate, stream) : image;
    const isApart = inkedShares !== undefined && drawUniform(stream) < MARGIN_SHARE;
    meant.set(image, at);
    seen.set(isApart ? drawMargin(noisy, inkedShares, stream) : noisy, at);
  }
  return { seen, meant };
}
