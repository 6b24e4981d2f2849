/** The models of a study of given models, and what stands in a study's figures, whether its models are trained or given. */
import { type AxisName, completeSettings } from './axes.ts';
import type { StudyConfig } from './config.ts';
import { type Cell, expandCells, expandGrid, listAxes, type Model } from './grid.ts';

/** What a config says of one model that was trained elsewhere. */
export type GivenEntry = NonNullable<StudyConfig['models']>[number];

/** One of them. It is a cell of its own, since nothing is known that others would share. */
export interface GivenModel extends Model {
  readonly given: GivenEntry;
}

/** What figures are made from. */
export type FiguresConfig = Pick<StudyConfig, 'grid' | 'training' | 'models'>;

/** Whether a study's models were trained elsewhere. */
export function isGivenStudy({ models }: Pick<StudyConfig, 'models'>): boolean {
  return models !== undefined;
}

/** Whether a model was trained elsewhere. */
export function isGivenModel(model: Model): model is GivenModel {
  return 'given' in model;
}

/** Every model of a study but those beside its grid: given ones in the order of the config. */
export function listStudyModels(config: FiguresConfig): readonly Model[] {
  return config.models?.map(openGiven) ?? expandGrid(config);
}

/** The cells of these models. */
export function listStudyCells(config: FiguresConfig): readonly Cell[] {
  return config.models?.map((given) => openGiven(given).cell) ?? expandCells(config);
}

/** The axes that a study varies: none where its models are given. */
export function listStudyAxes(config: FiguresConfig): readonly AxisName[] {
  return isGivenStudy(config) ? [] : listAxes(config.grid);
}

/** Sizes that are told nowhere, for times that are not known either. */
const STAND_IN = completeSettings({ hidden: 256, batch: 1, epochs: 0 });

function openGiven(given: GivenEntry): GivenModel {
  const name = given.name ?? nameByFile(given.file);
  return { name, cell: { name, title: name, settings: STAND_IN }, settings: STAND_IN, seed: 0, given };
}

/** Names of files that say nothing: their folder's does. */
const GENERAL = /^(model|weights|pytorch_model|network)$/i;

/** A model's name by its file's: in lower case, without its ending, and of `lenet/model.json` that of the folder. */
export function nameByFile(file: string): string {
  const parts = file.split(/[/\\]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const stem = (parts.at(-1) ?? '').replace(/\.(onnx|safetensors|dat|json)$/i, '');
  const telling = GENERAL.test(stem) ? (parts.at(-2) ?? stem) : stem;
  const name = telling
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'model' : name;
}
