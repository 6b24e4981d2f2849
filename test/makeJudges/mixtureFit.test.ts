import { beforeAll, describe, expect, test } from 'vitest';
import { ANSWERS, NOT_A_DIGIT } from '../../pipeline/judging/answers.ts';
import { centreImages } from '../../pipeline/judging/centring.ts';
import { imagesOfDigit } from '../../pipeline/judging/judgingData.ts';
import { listInk } from '../../pipeline/judging/mixture/bernoulliMixture.ts';
import { quantise, serialiseMixtures } from '../../pipeline/judging/mixture/mixtureBytes.ts';
import { meanLogLikelihood } from '../../pipeline/makeJudges/em.ts';
import { drawStructured } from '../../pipeline/makeJudges/labelledMixture.ts';
import {
  type ComponentsCandidate,
  fitMixtures,
  type MixtureData,
  type MixtureFit,
} from '../../pipeline/makeJudges/mixtureFit.ts';
import { bytesToUnit, DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { readDigits } from '../judging/digits.ts';

const train = readDigits('train', 0, 300);
const untrainedIdeas = Float32Array.from({ length: 2 * PIXELS }, (_, at) => Number(at % 3 === 0));
const data: MixtureData = {
  split: { heldOut: readDigits('train', 300, 100) },
  learning: { digits: train, untrainedIdeas },
  sizes: { components: [1, 2, 12], structuredImages: 100 },
};

describe('the fitted mixtures', () => {
  let fit: MixtureFit;
  const tried: ComponentsCandidate[] = [];
  beforeAll(async () => {
    fit = await fitMixtures(data, (candidate) => tried.push(candidate));
  });

  test('have the number of components that held-out digits are likeliest under', () => {
    const { components, candidates } = fit;
    expect(candidates.map((each) => each.components)).toEqual([1, 2, 12]);
    expect(tried).toEqual(candidates);
    const best = candidates.reduce((a, b) => (b.heldOut > a.heldOut ? b : a));
    expect(components).toBe(best.components);
  });

  test('are one a digit and one of other structure, as they are stored', () => {
    expect(fit.mixtures).toHaveLength(ANSWERS);
    for (const mixture of fit.mixtures) {
      expect(mixture.logWeights).toHaveLength(fit.components);
      expect(mixture.ink.length).toBe(fit.components * PIXELS);
      const stored = quantise(mixture);
      expect(stored.ink.every((p, at) => p === mixture.ink[at])).toBe(true);
    }
  });

  test('find what each is of likelier than the others do', () => {
    const stream = openStream(1, 'test/structured');
    const structured = listInk(centreImages(drawStructured(40, data.learning, stream)));
    const logs = fit.mixtures.map((mixture) => meanLogLikelihood(structured, mixture));
    expect(logs.indexOf(Math.max(...logs))).toBe(NOT_A_DIGIT);
    for (const digit of DIGITS) {
      const own = listInk(centreImages(bytesToUnit(imagesOfDigit(train, digit))));
      const of = fit.mixtures.map((mixture) => meanLogLikelihood(own, mixture));
      expect(of.indexOf(Math.max(...of))).toBe(digit);
    }
  });
});

test('the same data give the same fit', async () => {
  const tiny = { ...data, sizes: { components: [2], structuredImages: 20 } };
  const [first, again] = [await fitMixtures(tiny), await fitMixtures(tiny)];
  expect(again.candidates).toEqual(first.candidates);
  expect(Buffer.compare(serialiseMixtures(again.mixtures), serialiseMixtures(first.mixtures))).toBe(0);
});
