/** Gathers what a study's playground carries: models of the first seed, as many as there is room for, and the judges. */
import type { Engine, MlpParameters } from '../engine/engine.ts';
import { buildParameters, countParameters, listArrays } from '../engine/parameters.ts';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { summariseTraining } from '../judging/trainingSummary.ts';
import { fromHalf, toHalf } from '../math/halfPrecision.ts';
import { CLASSES, DIGITS, PIXELS, unitToBytes } from '../math/images.ts';
import { argmax, rowOf } from '../math/rows.ts';
import { readIdeaImages } from '../models/ideaScores.ts';
import type { SearchedModel } from '../models/modelState.ts';
import type { Study } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { readParameters } from '../models/trainedModel.ts';
import { titleModel } from '../page/wording.ts';
import { isArticleCell, isOfFirstSeed } from '../study/grid.ts';
import { bundleScript } from './bundleScript.ts';
import { canPack, packJudge, packModel } from './pack.ts';
import type { ModelEntry, PlaygroundEntries, Rounding } from './packed.ts';

/** Most numbers of models that a page carries: two bytes each, or 3.5 MB of text. */
const PARAMETER_BUDGET = 1_500_000;

/** Test images on which rounding is measured. */
const MEASURED_IMAGES = 1000;

/** A playground, ready to be put into a page. */
export interface Playground {
  readonly entries: PlaygroundEntries;
  /** The packed weights of each model and each judge, in the order of the entries. */
  readonly modelWeights: readonly string[];
  readonly judgeWeights: readonly string[];
  /** What the page runs. */
  readonly script: string;
}

/** What a playground is gathered from. */
export interface PlaygroundSource {
  readonly study: Study;
  readonly data: StudyData;
  readonly searched: readonly SearchedModel[];
  /** Whether judges can read the study's digits; a playground has none where they cannot. */
  readonly areJudgesFit: boolean;
}

/** The playground of a study; null where it has no model that can be carried. */
export async function gatherPlayground(source: PlaygroundSource): Promise<Playground | null> {
  const { study, data, areJudgesFit } = source;
  const models = await packModels(source);
  if (models.length === 0) return null;
  const panel = await readFrozenPanel(study.config.judging.judges);
  const judges = areJudgesFit
    ? panel.judges.map(({ name, record, weights }) => {
        const packed = packJudge(name, weights);
        return { ...packed, entry: { name, calibrations: record.calibrations, isHalved: packed.isHalved } };
      })
    : [];
  const { never } = summariseTraining(data.train).inked;
  return {
    entries: {
      models: models.map(({ entry }) => entry),
      judges: judges.map(({ entry }) => entry),
      calibrations: panel.calibrations,
      neverInked: never.flatMap((isNever, pixel) => (isNever ? [pixel] : [])),
    },
    modelWeights: models.map(({ weights }) => weights),
    judgeWeights: judges.map(({ weights }) => weights),
    script: await bundleScript(),
  };
}

interface PackedModel {
  readonly entry: ModelEntry;
  readonly weights: string;
}

async function packModels({ study, data, searched }: PlaygroundSource): Promise<PackedModel[]> {
  const packed: PackedModel[] = [];
  for (const one of chooseModels(study, searched)) {
    const parameters = await readParameters(study, one.model, one.training);
    if (!canPack(parameters)) continue;
    const { hidden, depth, activation } = parameters;
    const rounding = await measureRounding(study.engine, parameters, data);
    packed.push({
      entry: {
        ...{ name: one.model.name, title: titleModel(one.model), hidden, depth, activation },
        rounding,
        ideas: await packIdeas(study, one),
      },
      weights: packModel(parameters),
    });
  }
  return packed;
}

/**
 * Models of the first seed for which there is room: that of the article's cell first, then the smallest, and of equals the
 * first in the grid's order.
 */
export function chooseModels(
  { config }: Pick<Study, 'config'>,
  searched: readonly SearchedModel[],
): SearchedModel[] {
  const sizeOf = ({ model }: SearchedModel) =>
    countParameters({ hidden: model.settings.hidden, depth: model.settings.depth });
  const isFirst = ({ model }: SearchedModel) => Number(!isArticleCell(model.cell));
  const ordered = searched
    .filter(({ model }) => isOfFirstSeed(config, model))
    .sort((a, b) => isFirst(a) - isFirst(b) || sizeOf(a) - sizeOf(b));
  let room = PARAMETER_BUDGET;
  return ordered.filter((one) => {
    const isChosen = sizeOf(one) <= room;
    if (isChosen) room -= sizeOf(one);
    return isChosen;
  });
}

/** The first idea of each digit, [10, 784] bytes. */
async function packIdeas(study: Study, { model, ideas }: SearchedModel): Promise<string> {
  const images = await readIdeaImages(study, model, ideas);
  const bytes = new Uint8Array(CLASSES * PIXELS);
  for (const digit of DIGITS) {
    const at = ideas.content.ideas.findIndex((idea) => idea.digit === digit);
    if (at >= 0) bytes.set(unitToBytes(images[at]!), digit * PIXELS);
  }
  return Buffer.from(bytes).toString('base64');
}

/** What rounding to half precision does to the logits of the first test images. */
export async function measureRounding(
  engine: Engine,
  parameters: MlpParameters,
  data: StudyData,
): Promise<Rounding> {
  const images = data.test.images.subarray(0, MEASURED_IMAGES * PIXELS);
  const exact = await readLogits(engine, parameters, images);
  const rounded = await readLogits(engine, roundToHalf(parameters), images);
  const rows = Array.from({ length: images.length / PIXELS }, (_, row) => row);
  const answer = (logits: Float32Array, row: number) => argmax(rowOf(logits, row, CLASSES));
  return {
    images: rows.length,
    largestChange: exact.reduce((most, logit, at) => Math.max(most, Math.abs(logit - rounded[at]!)), 0),
    otherAnswers: rows.filter((row) => answer(exact, row) !== answer(rounded, row)).length,
  };
}

async function readLogits(
  engine: Engine,
  parameters: MlpParameters,
  images: Uint8Array,
): Promise<Float32Array> {
  const model = await engine.loadModel(parameters);
  try {
    return await model.logits(images);
  } finally {
    await model.dispose();
  }
}

function roundToHalf(parameters: MlpParameters): MlpParameters {
  const rounded = listArrays(parameters).map((array) => fromHalf(toHalf(array)));
  let at = 0;
  return buildParameters(parameters, () => rounded[at++]!);
}
