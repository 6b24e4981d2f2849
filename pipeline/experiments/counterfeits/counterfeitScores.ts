/**
 * Asks the panel which counterfeits still look like the digit that they were.
 *
 * Images are read whole. A counterfeit is of use only while the judges do not notice it. So each image's counterfeits are shown to them in
 * ascending order of flips, until their top answer is still the digit.
 */

import type { Panel } from '../../judging/panel.ts';
import { unitImage } from '../../judging/pixels.ts';
import { bytesToUnit, PIXELS } from '../../math/images.ts';
import { argmax } from '../../math/rows.ts';
import type { StudyData } from '../../models/studyDataset.ts';
import { askPanel } from '../changedImages.ts';
import type { Scoring } from '../defineExperiment.ts';
import {
  type CounterfeitScores,
  type CounterfeitsRecord,
  counterfeitScores,
  type JudgedCounterfeit,
} from './counterfeitsRecord.ts';

/**
 * Name of the file with every counterfeit that was found, in the order of {@link listFound}: bytes [n, 784], which hold
 * them exactly, for test images are bytes and flips go to 0 or 255.
 */
export const COUNTERFEITS_FILE = 'counterfeits.u8';

/** The format of the record and its files; a changed computation is told by the cache key (models/studyCache.ts). */
const REVISION = 2;

/** How counterfeits are scored. */
export const COUNTERFEIT_SCORING: Scoring<
  CounterfeitsRecord,
  CounterfeitScores,
  Pick<Panel, 'probabilities'>,
  Pick<StudyData, 'test'>
> = {
  file: COUNTERFEITS_FILE,
  schema: counterfeitScores,
  revision: REVISION,
  async score(panel, record, { bytes }, { test }) {
    const before = await askPanel(
      panel,
      record.images.map(({ row }) => unitImage(test, row)),
    );
    const judged = record.images.map(
      ({ digit }, k): Judgement => ({
        before: before[k]![digit]!,
        nearest: null,
        unnoticed: null,
      }),
    );
    const queues = queueByFlips(record);
    for (let round = 0; ; round++) {
      const shown = queues.flatMap((queue, k) => (judged[k]!.unnoticed ? [] : queue.slice(round, round + 1)));
      if (shown.length === 0) return { images: judged };
      const images = shown.map(({ at }) => bytesToUnit(bytes.subarray(at * PIXELS, (at + 1) * PIXELS)));
      const answers = await askPanel(panel, images);
      shown.forEach((counterfeit, k) => {
        const { digit } = record.images[counterfeit.image]!;
        take(judged[counterfeit.image]!, counterfeit, answers[k]!, digit);
      });
    }
  },
};

/** One counterfeit that was found. */
export interface Found {
  /** Which of the record's images it was. */
  readonly image: number;
  readonly target: number;
  readonly flips: number;
}

/** Every counterfeit of a record: image by image, targets ascending. */
export function listFound({ images }: CounterfeitsRecord): Found[] {
  return images.flatMap(({ flips }, image) =>
    flips.flatMap((count, target) => (count === null ? [] : [{ image, target, flips: count }])),
  );
}

/** What is known of an image so far. */
interface Judgement {
  readonly before: number;
  nearest: JudgedCounterfeit | null;
  unnoticed: JudgedCounterfeit | null;
}

/** Takes the panel's eleven probabilities of a counterfeit of `digit`, the next in order, to what is known. */
function take(judgement: Judgement, { target, flips }: Found, answers: Float64Array, digit: number): void {
  const judged: JudgedCounterfeit = {
    ...{ target, flips },
    digitProbability: answers[digit]!,
    targetProbability: answers[target]!,
  };
  judgement.nearest ??= judged;
  if (argmax(answers) === digit) judgement.unnoticed = judged;
}

/** By image its counterfeits in ascending order of flips, of equals the smaller target first, each with its place in the file. */
function queueByFlips(record: CounterfeitsRecord): (Found & { readonly at: number })[][] {
  const found = listFound(record).map((counterfeit, at) => ({ ...counterfeit, at }));
  return record.images.map((_, image) =>
    found.filter((counterfeit) => counterfeit.image === image).sort((a, b) => a.flips - b.flips),
  );
}
