/** Asks the panel what hints and counterfeits look like: still the digit that they were? */
import { dirname, join } from 'node:path';
import type { Panel } from '../../judging/panel.ts';
import { scoreImages } from '../../judging/panel.ts';
import { PIXELS } from '../../math/images.ts';
import { readBytes, sha256 } from '../../store/files.ts';
import { decodeFloat32 } from '../../store/float32.ts';
import { findResult, type Lookup, type Result, writeResult } from '../../store/results.ts';
import {
  type ChangedScores,
  type CounterfeitsRecord,
  changedScores,
  type HintsRecord,
} from '../../study/experiments.ts';
import type { StudyData } from '../dataset.ts';
import type { Study } from '../study.ts';
import { type SearchedCell, stackImages, takeImage } from './cellExperiment.ts';
import { COUNTERFEITS } from './counterfeits.ts';
import { HINTS } from './hints.ts';

/** Raised when the same inputs would give other scores. */
const REVISION = 1;

/** An experiment whose images are scored. */
export type ScoredName = 'hints' | 'counterfeits';
type Scored = Result<HintsRecord | CounterfeitsRecord>;

function inputsOf(study: Study, result: Scored, version: string) {
  return {
    images: sha256(JSON.stringify([result.inputs, result.sha256])),
    score_version: version,
    runtime: study.engine.version,
    revision: REVISION,
  };
}

/** The scores of an experiment's images by the panel `version`, or why they have to be computed. */
export function findChangedScores(
  study: Study,
  { cell }: SearchedCell,
  name: ScoredName,
  result: Scored,
  version: string,
): Promise<Lookup<ChangedScores>> {
  const { scores } = study.folder.cell(cell.name).experiment(name);
  return findResult(scores, changedScores, inputsOf(study, result, version));
}

/** What is there to be scored and is not. */
export async function listUnscored(study: Study, searched: readonly SearchedCell[], version: string) {
  const unscored: { searched: SearchedCell; name: ScoredName; result: Scored }[] = [];
  for (const one of searched) {
    for (const experiment of [HINTS, COUNTERFEITS]) {
      const { result } = await experiment.find(study, one);
      if (result === null) continue;
      const name = experiment.name as ScoredName;
      const scores = await findChangedScores(study, one, name, result, version);
      if (scores.stale !== null) unscored.push({ searched: one, name, result });
    }
  }
  return unscored;
}

/** Scores the images of one experiment on one model. */
export async function scoreChanged(
  study: Study,
  { searched, name, result }: Awaited<ReturnType<typeof listUnscored>>[number],
  panel: Panel,
  { test }: StudyData,
): Promise<void> {
  const { record: path, scores } = study.folder.cell(searched.cell.name).experiment(name);
  const file = join(dirname(path), `${name}.f32`);
  const after = decodeFloat32(await readBytes(file), file);
  const { images } = result.content;
  const before = stackImages(images.map(({ row }) => takeImage(test.images, row)));
  const digits = images.map(({ digit }) => digit);
  const targets = images.map((image) => ('target' in image ? image.target : null));
  const [was, is, other] = [
    await scoreAll(panel, before, digits),
    await scoreAll(panel, after, digits),
    await scoreAll(
      panel,
      after,
      targets.map((target) => target ?? 0),
    ),
  ];
  const content: ChangedScores = {
    images: images.map((_, k) => ({
      before: was[k]!,
      after: is[k]!,
      target: targets[k] === null ? null : other[k]!,
    })),
  };
  await writeResult(scores, inputsOf(study, result, panel.version), content);
}

/** The panel's P(digit) [n] of images [n, 784]. */
async function scoreAll(
  panel: Panel,
  images: Float32Array,
  digits: readonly number[],
): Promise<Float64Array> {
  if (images.length === 0) return new Float64Array(0);
  if (images.length !== digits.length * PIXELS) throw new RangeError('scoreAll: one digit an image');
  return (await scoreImages(panel, images, digits)).panel;
}
