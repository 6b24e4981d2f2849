/** Gathers the checkpoints of a finished model, with their ideas and scores. */
import type { Checkpoint, TableIdea } from '../analysis/studyTable.ts';
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { findSearchedCheckpoints, readCheckpointImages } from '../models/checkpointIdeas.ts';
import { findCheckpointScores, type ShortScore, shortenScore } from '../models/checkpointScores.ts';
import { findScores, readIdeaImages } from '../models/ideaScores.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import type { ScoreRecord } from '../study/records.ts';

/**
 * The checkpoints of a model, ascending, or why there are none: in a study without checkpoints the end of its training alone,
 * of which nothing but the accuracy was measured. `read`: its ideas at its end, where they are read already.
 */
export async function gatherCheckpoints(
  study: Study,
  data: StudyData,
  searched: SearchedModel,
  scoreVersion: string,
  read?: readonly TableIdea[],
): Promise<readonly Checkpoint[] | string> {
  const ideas = read ?? (await gatherLastIdeas(study, searched, scoreVersion));
  if (typeof ideas === 'string') return ideas;
  if (study.config.schedule.checkpoints === 'none') return [describeEnd(searched, ideas)];
  const found = await findSearchedCheckpoints(study, searched, data);
  if (found === null) return 'checkpoints changed meanwhile';
  const scores = await findCheckpointScores(study, searched.model, found.ideas, scoreVersion);
  if (scores.stale !== null) return `scores at checkpoints ${scores.stale}`;
  const images = await readCheckpointImages(study, searched.model, found.ideas);
  let next = 0;
  const before = scores.result.content.checkpoints.map(({ scores: own }) =>
    own.map((score): TableIdea => toTableIdea(score, images[next++]!)),
  );
  return found.checkpoints.content.checkpoints.map((record, at) => ({
    ...record,
    ideas: before[at] ?? ideas,
  }));
}

/** The ideas of a model at its end, or why they have no scores. */
async function gatherLastIdeas(
  study: Study,
  searched: SearchedModel,
  scoreVersion: string,
): Promise<readonly TableIdea[] | string> {
  const scores = await findScores(study, searched, scoreVersion);
  if (scores.stale !== null) return `scores ${scores.stale}`;
  const images = await readIdeaImages(study, searched.model, searched.ideas);
  return tabulateIdeas(scores.result.content.scores, images);
}

/** Ideas as the analysis sees them; their pixels lie side by side in one array. */
export function tabulateIdeas(
  scores: readonly ScoreRecord[],
  images: readonly Float32Array[],
): readonly TableIdea[] {
  const pixels = new Uint8Array(images.length * PIXELS);
  return scores.map((score, k) => {
    const own = rowOf(pixels, k, PIXELS);
    images[k]!.forEach((value, pixel) => {
      own[pixel] = Number(value >= 0.5);
    });
    return toTableIdea(shortenScore(score), own);
  });
}

function toTableIdea({ digit, restart, ...scores }: ShortScore, pixels: Uint8Array): TableIdea {
  return { digit, restart, scores, pixels };
}

function describeEnd({ model, training }: SearchedModel, ideas: readonly TableIdea[]): Checkpoint {
  const { updates, testAccuracy } = training.content.epochs.at(-1)!;
  return {
    updates,
    examples: updates * model.settings.batch,
    ...{ trainingLoss: null, validationLoss: null, distance: null, gradientNorm: null },
    testAccuracy,
    ideas,
  };
}
