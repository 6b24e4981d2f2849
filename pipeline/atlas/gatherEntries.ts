/** Gathers what the atlas of a report carries for its script: all ideas of a study with their scores, and models on their way. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { max } from 'simple-statistics';
import type { Checkpoint } from '../analysis/studyTable.ts';
import type { LabelledImages } from '../engine/engine.ts';
import { drawFrame } from '../judging/imageReadings.ts';
import { summariseTraining } from '../judging/trainingSummary.ts';
import { DIGITS, stackImages, unitToBytes } from '../math/images.ts';
import { formatScore, titleModel } from '../page/wording.ts';
import { bundleEntry } from '../playground/bundleScript.ts';
import { groupBy } from '../statistics/groupBy.ts';
import { packImages } from '../store/packedImages.ts';
import type { Model } from '../study/grid.ts';
import { READING_NAMES, type ReadingName } from '../study/records.ts';
import type { IdeaRow } from '../study/tables.ts';
import type { AtlasEntries, AtlasModel, Hundredths, PackedCheckpoint, PackedIdeas } from './packed.ts';

/** The script's first file, of the kind of this one: TypeScript, or what it was compiled to. */
const ENTRY = fileURLToPath(new URL(`browser/main${extname(import.meta.url)}`, import.meta.url));

/** Most images of models on their way that a page carries: 98 bytes each, or 2 MB of text. */
const MOST_ON_THE_WAY = 15_000;

/** What a page carries for its atlas. */
export interface Atlas {
  readonly entries: AtlasEntries;
  /** What the page runs. */
  readonly script: string;
}

/** What an atlas is gathered from. */
export interface AtlasSource {
  /** Of the grid's models, those of one model together. */
  readonly ideas: readonly IdeaRow[];
  /** Models at all their checkpoints, ascending; none where the study has none. */
  readonly checkpoints: readonly { readonly model: Model; readonly checkpoints: readonly Checkpoint[] }[];
  readonly updatesOf: (model: Model) => number;
  readonly train: LabelledImages;
  /** Scores are left out where they do not hold. */
  readonly showsScores: boolean;
}

/** The atlas of a study; null where no model is finished. */
export async function gatherAtlas(source: AtlasSource): Promise<Atlas | null> {
  const models = packModels(source);
  if (models.length === 0) return null;
  const { train, ideas } = source;
  const { never, seldom } = summariseTraining(train).inked;
  const starts = 1 + max(ideas.map(({ restart }) => restart));
  const frames = Array.from({ length: starts }, (_, start) =>
    DIGITS.map((digit) => drawFrame(train, digit, start)),
  );
  return {
    entries: {
      models,
      never: listMarked(never),
      seldom: listMarked(seldom),
      frames: toBase64(unitToBytes(stackImages(frames.flat()))),
    },
    script: await bundleEntry(ENTRY),
  };
}

function listMarked(mask: readonly boolean[]): number[] {
  return mask.flatMap((isMarked, pixel) => (isMarked ? [pixel] : []));
}

function packModels(source: AtlasSource): AtlasModel[] {
  const ways = packWays(source);
  return [...groupBy(source.ideas, ({ model }) => model.name).values()].map((ideas) => {
    const { model } = ideas[0]!;
    const updates = source.updatesOf(model);
    return {
      name: model.name,
      title: titleModel(model),
      ideas: packIdeas(ideas, source.showsScores),
      judges: source.showsScores ? packJudges(ideas) : {},
      way: ways.get(model.name) ?? [],
      updates,
      examples: updates * model.settings.batch,
    };
  });
}

/** Ideas with their scores. */
export function packIdeas(ideas: readonly IdeaRow[], showsScores: boolean): PackedIdeas {
  const images = ideas.map(({ image }) => image);
  const isGrey = !images.every((image) => image.every((value) => value === 0 || value === 1));
  const scoresOf = (name: ReadingName) =>
    ideas.map(({ readings }) => toHundredth(readings[name].score.little));
  return {
    digits: ideas.map(({ digit }) => digit),
    starts: ideas.map(({ restart }) => restart),
    images: toBase64(isGrey ? unitToBytes(stackImages(images)) : packImages(images)),
    isGrey,
    scores: showsScores ? byReading(scoresOf) : null,
  };
}

function packJudges(ideas: readonly IdeaRow[]): Record<string, Hundredths> {
  const names = Object.keys(ideas[0]!.judges);
  return Object.fromEntries(
    names.map((name) => [name, ideas.map(({ judges }) => toHundredth(judges[name]!))]),
  );
}

/** The checkpoints of as many models as there is room for, those of the least seed first. */
function packWays({ checkpoints, showsScores }: AtlasSource): Map<string, PackedCheckpoint[]> {
  let room = MOST_ON_THE_WAY;
  const ways = new Map<string, PackedCheckpoint[]>();
  for (const one of [...checkpoints].sort((a, b) => a.model.seed - b.model.seed)) {
    const way = one.checkpoints.slice(0, -1).map((checkpoint) => packCheckpoint(checkpoint, showsScores));
    const images = way.reduce((sum, { digits }) => sum + digits.length, 0);
    if (images > room) continue;
    room -= images;
    ways.set(one.model.name, way);
  }
  return ways;
}

function packCheckpoint({ updates, examples, ideas }: Checkpoint, showsScores: boolean): PackedCheckpoint {
  const first = Math.min(...ideas.map(({ restart }) => restart));
  const own = ideas.filter(({ restart }) => restart === first);
  return {
    updates,
    examples,
    digits: own.map(({ digit }) => digit),
    starts: own.map(({ restart }) => restart),
    images: toBase64(packImages(own.map(({ pixels }) => Float32Array.from(pixels)))),
    isGrey: false,
    scores: showsScores ? byReading((name) => own.map(({ scores }) => toHundredth(scores[name]))) : null,
  };
}

function byReading(scoresOf: (name: ReadingName) => Hundredths): Record<ReadingName, Hundredths> {
  return Object.fromEntries(READING_NAMES.map((name) => [name, scoresOf(name)])) as Record<
    ReadingName,
    Hundredths
  >;
}

/** As it is printed elsewhere in the page, so that one score is never two numbers. */
function toHundredth(score: number): number {
  return Math.round(100 * Number(formatScore(score)));
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
