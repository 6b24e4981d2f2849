/**
 * The grid: which models a study trains, and what each is called.
 *
 * A model is one trained network, fixed by its settings and its seed; a cell is the models that share all settings
 * and differ in their seed alone, as in experimental design.
 */
import { groupBy } from '../statistics/groupBy.ts';
import {
  AXES,
  AXIS_NAMES,
  type AxisName,
  FURTHER_AXES,
  type FurtherAxis,
  LAYOUT_AXES,
  type Settings,
  USUAL_SETTINGS,
} from './axes.ts';
import type { StudyConfig } from './config.ts';

/** The models of equal settings. */
export interface Cell {
  /** `h784-b1000`, and the axes beyond: `h784-b1000-opt_sgd-lr0.1`. Groups rows, and begins its models' names. */
  readonly name: string;
  /** In words: `hidden 784, batch 1,000`, and the axes beyond. */
  readonly title: string;
  readonly settings: Settings;
}

/** One model, of the grid or beside it. */
export interface Model {
  /** `h784-b1000-s0`: names the model's folder and its rows. */
  readonly name: string;
  readonly cell: Cell;
  readonly settings: Settings;
  readonly seed: number;
}

/** What the grid is made from. */
export type GridConfig = Pick<StudyConfig, 'grid' | 'training'>;

/** The axes of a study, in the table's order: hidden and batch size, and every other that the grid names. */
export function listAxes(grid: StudyConfig['grid']): AxisName[] {
  return AXIS_NAMES.filter((name) => grid[name] !== undefined);
}

/** The axes of a study beyond hidden and batch size, by which its figures are repeated. */
export function listFurtherAxes(grid: StudyConfig['grid']): FurtherAxis[] {
  return FURTHER_AXES.filter((name) => grid[name] !== undefined);
}

/** Every cell of the grid, ordered by its axes one after the other; numbers ascend, words stand as in the table. */
export function expandCells({ grid, training }: GridConfig): Cell[] {
  const axes = listAxes(grid);
  let points: Partial<Settings>[] = [{}];
  for (const axis of axes) {
    const values = sortValues(axis, grid[axis] ?? []);
    points = points.flatMap((point) => values.map((value) => ({ ...point, [axis]: value })));
  }
  return points.map((point) => nameCell({ ...training, ...point } as Settings, axes));
}

/** Every model of the grid: cell by cell, seeds ascending. */
export function expandGrid(config: GridConfig): Model[] {
  return expandCells(config).flatMap((cell) => replicateCell(cell, config.grid));
}

/** The models of a cell: one for each of the grid's seeds, ascending. */
export function replicateCell(cell: Cell, { seeds }: Pick<StudyConfig['grid'], 'seeds'>): Model[] {
  return [...seeds]
    .sort((a, b) => a - b)
    .map((seed) => ({ name: `${cell.name}-s${seed}`, cell, settings: cell.settings, seed }));
}

/** The cell of `settings` in a study whose axes are `axes`. */
export function nameCell(settings: Settings, axes: readonly AxisName[] = LAYOUT_AXES): Cell {
  return {
    name: axes.map((axis) => nameValue(axis, settings[axis])).join('-'),
    title: axes.map((axis) => describeSetting(axis, settings[axis])).join(', '),
    settings,
  };
}

/** A value in a name: `h784`, `lr0.1`, `opt_sgd`, `n_all`. */
function nameValue(axis: AxisName, value: Settings[AxisName]): string {
  const { key } = AXES[axis];
  return typeof value === 'number' ? `${key}${value}` : `${key}_${value ?? 'all'}`;
}

/** A value in words: `hidden 784`, `learning rate 0.1`, `optimizer sgd`. */
export function describeSetting(axis: AxisName, value: Settings[AxisName]): string {
  const title = axis === 'hidden' || axis === 'batch' ? axis : AXES[axis].title;
  return `${title} ${formatValue(value)}`;
}

/** A value by itself: whole numbers with a comma between thousands, `all` for no limit. */
export function formatValue(value: Settings[AxisName]): string {
  if (typeof value !== 'number') return value ?? 'all';
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);
}

/** Ascending, the unlimited last; words in the order in which the table lists them. */
export function sortValues(
  axis: AxisName,
  values: readonly Settings[AxisName][],
): readonly Settings[AxisName][] {
  const { schema } = AXES[axis];
  const words: readonly unknown[] = 'options' in schema ? schema.options : [];
  const rank = (value: Settings[AxisName]) =>
    typeof value === 'number' ? value : value === null ? Infinity : words.indexOf(value);
  return [...values].sort((a, b) => rank(a) - rank(b));
}

/** Whether a model is of the study's first seed: what is asked of one model a cell is asked of these. */
export function isOfFirstSeed({ grid }: Pick<StudyConfig, 'grid'>, { seed }: Pick<Model, 'seed'>): boolean {
  return seed === grid.seeds[0];
}

/** The cells that one figure lays out: equal but for hidden and batch size. */
export interface Facet {
  /** The settings that they share among those that the study varies: `optimizer sgd`; empty where it varies no others. */
  readonly title: string;
  readonly cells: readonly Cell[];
}

/** The facets of a study, in the order of their cells: one where it varies hidden and batch size alone. */
export function listFacets(config: GridConfig): Facet[] {
  const axes = listFurtherAxes(config.grid);
  const titleOf = ({ settings }: Cell) => nameCell(settings, axes).title;
  return [...groupBy(expandCells(config), titleOf)].map(([title, cells]) => ({ title, cells }));
}

/** The hidden and batch size of the article's only model. */
export const ARTICLE_SIZES = { hidden: 784, batch: 1000 } as const;

/** The settings of the article's only model that a study's figures are held against. */
const ARTICLE: Partial<Settings> = {
  ...ARTICLE_SIZES,
  depth: USUAL_SETTINGS.depth,
  activation: USUAL_SETTINGS.activation,
  optimizer: USUAL_SETTINGS.optimizer,
  learningRate: USUAL_SETTINGS.learningRate,
  weightDecay: USUAL_SETTINGS.weightDecay,
  inputNoise: USUAL_SETTINGS.inputNoise,
  labelShuffle: USUAL_SETTINGS.labelShuffle,
  gradientPenalty: USUAL_SETTINGS.gradientPenalty,
};

/** Whether this is the cell that the article shows, however long it is trained. */
export function isArticleCell({ settings }: Pick<Cell, 'settings'>): boolean {
  return Object.entries(ARTICLE).every(([axis, value]) => settings[axis as AxisName] === value);
}
