/** Fits the mixture judge: one mixture a digit, all with as many components as held-out digits are likeliest under. */
import type { LabelledImages } from '../engine/engine.ts';
import { imagesOfDigit, type JudgingSplit } from '../judging/judgingData.ts';
import { type BernoulliMixture, listInk } from '../judging/mixture/bernoulliMixture.ts';
import { quantise } from '../judging/mixture/mixtureBytes.ts';
import { bytesToUnit, DIGITS } from '../math/images.ts';
import { openStream } from '../math/streams.ts';
import { fitMixture, meanLogLikelihood } from './em.ts';

/** Seed of the first guesses. */
export const MIXTURE_SEED = 0;

/** Numbers of components that are tried. */
export const COMPONENTS: readonly number[] = [16, 32, 64, 128];

/** A number of components, and the mean log-likelihood in nats of held-out digits under their own mixture. */
export interface ComponentsCandidate {
  readonly components: number;
  readonly heldOut: number;
}

/** Ten mixtures, one a digit, as they are stored. */
export interface MixtureFit {
  readonly mixtures: readonly BernoulliMixture[];
  readonly components: number;
  readonly candidates: readonly ComponentsCandidate[];
}

/**
 * Fits ten mixtures for every candidate number of components and keeps those under which the held-out digits are
 * likeliest. The same data always give the same fit. `onCandidate` is given how each did.
 */
export async function fitMixtures(
  { train, heldOut }: JudgingSplit,
  counts: readonly number[] = COMPONENTS,
  onCandidate: (candidate: ComponentsCandidate) => void = () => undefined,
): Promise<MixtureFit> {
  const training = inkByDigit(train);
  const held = inkByDigit(heldOut);
  const fits: (ComponentsCandidate & Pick<MixtureFit, 'mixtures'>)[] = [];
  for (const components of counts) {
    const mixtures: MixtureFit['mixtures'][number][] = [];
    for (const [digit, images] of training.entries()) {
      const stream = openStream(MIXTURE_SEED, `mixture/start/${digit}`);
      mixtures.push(quantise((await fitMixture(images, components, stream)).mixture));
    }
    const logs = held.map((images, digit) =>
      images.length === 0 ? 0 : images.length * meanLogLikelihood(images, mixtures[digit]!),
    );
    const candidate = { components, heldOut: logs.reduce((a, b) => a + b, 0) / heldOut.labels.length };
    onCandidate(candidate);
    fits.push({ mixtures, ...candidate });
  }
  const best = fits.reduce((a, b) => (b.heldOut > a.heldOut ? b : a));
  const candidates = fits.map(({ components, heldOut: log }) => ({ components, heldOut: log }));
  return { mixtures: best.mixtures, components: best.components, candidates };
}

function inkByDigit(data: LabelledImages): Uint16Array[][] {
  return DIGITS.map((digit) => listInk(bytesToUnit(imagesOfDigit(data, digit))));
}
