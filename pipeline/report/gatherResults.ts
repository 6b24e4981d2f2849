/** Gathers what is finished of a study into the tables that are analysed and reported. */
import type { Checkpoint } from '../analysis/studyTable.ts';
import { gatherParts } from '../experiments/listExperiments.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { intended } from '../judging/scoreIdeas.ts';
import { summariseTraining } from '../judging/trainingSummary.ts';
import { findClassGaps } from '../models/classGaps.ts';
import { findScores, readIdeaImages } from '../models/ideaScores.ts';
import { findJudgesCheck } from '../models/judgesCheck.ts';
import { keepSearched, type ModelState, readModelStates, type SearchedModel } from '../models/modelState.ts';
import { countSharedImages } from '../models/sharedImages.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { findPeople } from '../rating/joinRatings.ts';
import { holdRecords } from '../store/heldRecords.ts';
import { holdImages } from '../store/packedImages.ts';
import { isGivenStudy } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord, GivenRecord, IdeaRecord, ScoreRecord } from '../study/records.ts';
import { isSideModel, keepOfGrid, type SideModel } from '../study/sideModels.ts';
import type { IdeaRow, ModelRow } from '../study/tables.ts';
import { drawConclusions } from './conclusions.ts';
import { chooseNoiseCurve } from './equivalentNoise.ts';
import { findFilms } from './films.ts';
import { gatherCheckpoints, tabulateIdeas } from './gatherCheckpoints.ts';
import { gatherTests } from './gatherTests.ts';
import { measureIncrementalValidity, toExplainedIdea } from './incrementalValidity.ts';
import { sampleModels } from './sampleModels.ts';
import { measureStartSpread } from './startSpread.ts';
import type { ModelCheckpoints, SideResult, StudyResults } from './studyResults.ts';
import {
  averageIdeas,
  summariseAgreement,
  summariseCells,
  summariseDigits,
  withoutIntervals,
} from './summarise.ts';

/** A finished model's part of the results. */
interface FinishedModel {
  readonly row: ModelRow;
  readonly ideas: readonly IdeaRow[];
  readonly training: readonly EpochRecord[];
  /** What it is, where it was trained elsewhere. */
  readonly given?: GivenRecord | undefined;
  /** Only its end where the study has none. */
  readonly checkpoints: readonly Checkpoint[];
}

/** Everything that is finished and current; what is not is listed with its reason. */
export async function gatherResults(
  study: Study,
  data: StudyData,
  states?: readonly ModelState[],
): Promise<StudyResults> {
  const read = states ?? (await readModelStates(study, data));
  const finished: FinishedModel[] = [];
  const sideModels: SideResult[] = [];
  const checkpoints: ModelCheckpoints[] = [];
  const missing: { model: string; reason: string }[] = [];
  const { version, cards, card } = await readFrozenPanel(study.config.judging.judges);
  for (const state of read) {
    const found = await gatherModel(study, data, state, version);
    if (typeof found === 'string') {
      missing.push({ model: state.model.name, reason: found });
      continue;
    }
    checkpoints.push({ model: state.model, checkpoints: found.checkpoints });
    if (isSideModel(state.model)) sideModels.push(toSideResult(state.model, found));
    else finished.push(found);
  }
  const models = finished.map(({ row }) => row);
  const isGiven = isGivenStudy(study.config);
  const ideas = finished.flatMap((one) => one.ideas);
  const noiseCurve = chooseNoiseCurve(card, cards);
  const cells = summariseCells(models, noiseCurve);
  const sample = sampleModels({ config: study.config, models });
  const check = (await findJudgesCheck(study, data, version)).result?.content ?? null;
  const scoresHold = doScoresHold(check);
  const parts = await gatherParts(study, keepOfGrid(keepSearched(read)), scoresHold ? version : null);
  return {
    config: study.config,
    dataset: data.record,
    classGaps: findClassGaps(study, data),
    sharedImages: countSharedImages(data),
    inked: summariseTraining(data.train).inked,
    judges: cards,
    panel: card,
    scoreVersion: version,
    check,
    models,
    ideas,
    sideModels,
    noiseCurve,
    agreement: summariseAgreement(ideas),
    ...(sample && { sample }),
    cells,
    digits: isGiven ? withoutIntervals(summariseDigits(ideas)) : summariseDigits(ideas),
    conclusions: drawConclusions({ config: study.config, cells, ideas }),
    startSpread: measureStartSpread(ideas),
    validity: measureIncrementalValidity(ideas.map(toExplainedIdea)),
    ...(isGiven && {
      given: Object.fromEntries(finished.map(({ row, given }) => [row.model.name, given!])),
    }),
    training: isGiven
      ? {}
      : Object.fromEntries(finished.map(({ row, training }) => [row.model.name, training])),
    ...(study.config.schedule.checkpoints !== 'none' && { checkpoints }),
    missing,
    parts,
    tests:
      scoresHold && models.length > 0 && !isGiven
        ? await gatherTests(study, version, checkpoints, parts)
        : null,
    ...(study.config.experiments.film.enabled && { films: await findFilms(study, models) }),
    ...(await findPeople(study, { ideas, scoreVersion: version, noiseCurve, panel: card })),
  };
}

function toSideResult({ parts }: SideModel, { row, ideas }: FinishedModel): SideResult {
  return { parts, row, ideas };
}

/** A model's part of the results, or why it has none. */
async function gatherModel(
  study: Study,
  data: StudyData,
  state: ModelState,
  version: string,
): Promise<FinishedModel | string> {
  if (state.missing === 'train') return state.reason;
  if (state.missing === 'ideas') return `ideas ${state.reason}`;
  const scores = await findScores(study, state, version);
  if (scores.stale !== null) return `scores ${scores.stale}`;
  const read = scores.result.content.scores;
  const images = await readIdeaImages(study, state.model, state.ideas);
  const ideas = listIdeas(state, read, images, version);
  const training = state.training.content.epochs;
  const checkpoints = await gatherCheckpoints(study, data, state, version, tabulateIdeas(read, images));
  if (typeof checkpoints === 'string') return checkpoints;
  const { given } = state.training.content;
  return { row: toModelRow(state.model, training, ideas), ideas, training, given, checkpoints };
}

function listIdeas(
  { model, ideas }: SearchedModel,
  scores: readonly ScoreRecord[],
  images: readonly Float32Array[],
  scoreVersion: string,
): IdeaRow[] {
  const imageAt = holdImages(images);
  const readingsAt = holdRecords(scores.map(({ readings }) => readings));
  return ideas.content.ideas.map((idea, k) =>
    addHeld({ ...toIdeaRow(idea, scores[k]!), model, scoreVersion }, k, readingsAt, imageAt),
  );
}

/** The row with what is made when it is asked for. A function of its own, or each row would keep all that is read of its model. */
function addHeld(
  row: Omit<IdeaRow, 'image' | 'readings'>,
  at: number,
  readingsAt: (at: number) => IdeaRow['readings'],
  imageAt: (at: number) => IdeaRow['image'],
): IdeaRow {
  return {
    ...row,
    get readings() {
      return readingsAt(at);
    },
    get image() {
      return imageAt(at);
    },
  };
}

function toIdeaRow(
  idea: IdeaRecord,
  { readings, ...scores }: ScoreRecord,
): Omit<IdeaRow, 'model' | 'image' | 'readings' | 'scoreVersion'> {
  const { file: _file, snapshots: _snapshots, grey: _grey, ...found } = idea;
  const judges = Object.entries(readings[PRIMARY_READING].judges);
  return {
    ...found,
    ...scores,
    judges: Object.fromEntries(judges.map(([name, reading]) => [name, intended(reading)])),
  };
}

function toModelRow(model: Model, epochs: readonly EpochRecord[], ideas: readonly IdeaRow[]): ModelRow {
  const last = epochs.at(-1)!;
  return {
    model,
    epochs: last.epoch,
    updates: last.updates,
    trainLoss: last.trainLoss,
    testAccuracy: last.testAccuracy,
    ...averageIdeas(ideas),
  };
}
