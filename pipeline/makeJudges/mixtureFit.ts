/**
 * Fits the mixture judge: one mixture a digit and one for drawings that are none, all with as many components as held-out
 * digits are likeliest under.
 */
import { centreImages } from '../judging/centring.ts';
import { imagesOfDigit, type JudgingSplit } from '../judging/judgingData.ts';
import { type BernoulliMixture, listInk } from '../judging/mixture/bernoulliMixture.ts';
import { quantise } from '../judging/mixture/mixtureBytes.ts';
import { bytesToUnit, DIGITS, PIXELS } from '../math/images.ts';
import { openStream } from '../math/streams.ts';
import { fitMixture, meanLogLikelihood } from './em.ts';
import type { DigitSource } from './images/example.ts';
import { varyShape } from './images/variation.ts';
import { drawStructured } from './labelledMixture.ts';

/** Seed of the first guesses. */
export const MIXTURE_SEED = 0;

/** Numbers of components that are tried. */
export const COMPONENTS: readonly number[] = [64, 128];

/** Drawings that are no digit to which their mixture is fitted. */
export const STRUCTURED_IMAGES = 20_000;

/** A number of components, and the mean log-likelihood in nats of held-out digits under their own mixture. */
export interface ComponentsCandidate {
  readonly components: number;
  readonly heldOut: number;
}

/** Eleven mixtures, one a digit and one for drawings that are none, as they are stored. */
export interface MixtureFit {
  readonly mixtures: readonly BernoulliMixture[];
  readonly components: number;
  readonly candidates: readonly ComponentsCandidate[];
}

/** What mixtures are fitted to and chosen by. */
export interface MixtureData {
  readonly split: Pick<JudgingSplit, 'heldOut'>;
  readonly learning: DigitSource;
  readonly sizes: { readonly components: readonly number[]; readonly structuredImages: number };
}

/**
 * Fits a mixture to each digit for every candidate number of components and keeps those under which the held-out digits
 * are likeliest; then one of as many components to drawings that are no digit. Training images are varied in shape. The same data always give the same fit. `onCandidate` is given how each did.
 */
export async function fitMixtures(
  { split, learning, sizes }: MixtureData,
  onCandidate: (candidate: ComponentsCandidate) => void = () => undefined,
): Promise<MixtureFit> {
  const training = varyByDigit(learning);
  const held = DIGITS.map((digit) => listInk(bytesToUnit(imagesOfDigit(split.heldOut, digit))));
  const fits: (ComponentsCandidate & Pick<MixtureFit, 'mixtures'>)[] = [];
  for (const components of sizes.components) {
    const mixtures: MixtureFit['mixtures'][number][] = [];
    for (const [digit, images] of training.entries()) {
      mixtures.push(await fitQuantised(images, components, `mixture/start/${digit}`));
    }
    const logs = held.map((images, digit) =>
      images.length === 0 ? 0 : images.length * meanLogLikelihood(images, mixtures[digit]!),
    );
    const candidate = { components, heldOut: logs.reduce((a, b) => a + b, 0) / split.heldOut.labels.length };
    onCandidate(candidate);
    fits.push({ mixtures, ...candidate });
  }
  const best = fits.reduce((a, b) => (b.heldOut > a.heldOut ? b : a));
  const structured = listInk(
    centreImages(
      drawStructured(sizes.structuredImages, learning, openStream(MIXTURE_SEED, 'mixture/structured')),
    ),
  );
  const rest = await fitQuantised(structured, best.components, 'mixture/start/none');
  const candidates = fits.map(({ components, heldOut }) => ({ components, heldOut }));
  return { mixtures: [...best.mixtures, rest], components: best.components, candidates };
}

async function fitQuantised(
  images: readonly Uint16Array[],
  components: number,
  stream: string,
): Promise<BernoulliMixture> {
  return quantise((await fitMixture(images, components, openStream(MIXTURE_SEED, stream))).mixture);
}

/** The ink pixels of every training image of each digit, varied in shape and centred as they are read. */
function varyByDigit({ digits }: DigitSource): Uint16Array[][] {
  const stream = openStream(MIXTURE_SEED, 'mixture/shapes');
  return DIGITS.map((digit) => {
    const images = bytesToUnit(imagesOfDigit(digits, digit));
    for (let at = 0; at < images.length; at += PIXELS) {
      images.set(varyShape(images.slice(at, at + PIXELS), stream), at);
    }
    return listInk(centreImages(images));
  });
}
