/**
 * Models beside the grid: those that arms, controls and doses take and that are no models of the grid. What they are
 * there for are their parts. The grid's models alone make up the answer, the figures and the experiments.
 */
import { groupBy } from '../statistics/groupBy.ts';
import { scaleAdam } from './adamScaling.ts';
import { AXIS_NAMES, type AxisName, type Settings } from './axes.ts';
import type { StudyConfig } from './config.ts';
import { type Cell, expandCells, type GridConfig, type Model, nameCell, replicateCell } from './grid.ts';

/**
 * scaled and tuned: for the arms of these names; shuffled and noise: controls, trained on shuffled labels and on noisy images;
 * dose: trained to have smaller input gradients.
 */
export const SIDE_PARTS = ['scaled', 'tuned', 'shuffled', 'noise', 'dose'] as const;
export type SidePart = (typeof SIDE_PARTS)[number];

/** A model beside the grid. */
export interface SideModel extends Model {
  /** What it is there for, in the order of {@link SIDE_PARTS}: one that serves two parts is trained once. */
  readonly parts: readonly SidePart[];
}

/** What side models are made from. */
export type SideConfig = GridConfig & Pick<StudyConfig, 'arms' | 'controls' | 'doses'>;

/** Models of equal settings beside the grid, and one thing that they are there for. */
interface SideCell {
  readonly cell: Cell;
  readonly part: SidePart;
}

/** Every model beside the grid: part by part, cell by cell, seeds ascending. All have the seeds of the grid; given models have none beside them. */
export function listSideModels(config: SideConfig & Pick<StudyConfig, 'models'>): SideModel[] {
  if (config.models !== undefined) return [];
  const cells = groupBy(listSideCells(config), ({ cell }) => cell.name);
  return [...cells.values()].flatMap((same) => {
    const parts = [...new Set(same.map(({ part }) => part))];
    return replicateCell(same[0]!.cell, config.grid).map((model) => ({ ...model, parts }));
  });
}

/** Whether a model of a study is one beside its grid. */
export function isSideModel(model: Model): model is SideModel {
  return 'parts' in model;
}

/** The rows, states or results whose model is one of the grid. */
export function keepOfGrid<Row extends { readonly model: Model }>(rows: readonly Row[]): Row[] {
  return rows.filter(({ model }) => !isSideModel(model));
}

/** What a model of a study is there for: the grid, or the parts of one beside it. */
export function partsOf(model: Model): readonly ('grid' | SidePart)[] {
  return isSideModel(model) ? model.parts : ['grid'];
}

/** The axes of a study's tables: none where its models are given; else those of the grid, and those in which models beside it differ from it. */
export function listTableAxes(config: SideConfig & Pick<StudyConfig, 'models'>): AxisName[] {
  if (config.models !== undefined) return [];
  const cells = listSideCells(config).map(({ cell }) => cell);
  const isVaried = (axis: AxisName) =>
    axis in config.training &&
    cells.some(({ settings }) => settings[axis] !== config.training[axis as keyof typeof config.training]);
  return AXIS_NAMES.filter((axis) => config.grid[axis] !== undefined || isVaried(axis));
}

/**
 * The hidden and batch size at which controls and doses are trained: the middle width of the grid, the lower of two, and the
 * batch size `arms.scaledFrom`, or where the grid lacks that the middle one. One width is enough: a control tries the
 * instrument, and a dose asks whether input gradients matter at all; neither asks how that depends on the width.
 */
export function chooseSideSizes({ grid, arms }: SideConfig): Pick<Settings, 'hidden' | 'batch'> {
  const { scaledFrom } = arms;
  return {
    hidden: middleOf(grid.hidden),
    batch: grid.batch.includes(scaledFrom) ? scaledFrom : middleOf(grid.batch),
  };
}

/** The middle value; the lower of the two middle ones of an even number. */
function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

/** In the order of their parts; a cell that serves two parts is there twice. */
function listSideCells(config: SideConfig): SideCell[] {
  const { compared } = config.arms;
  return [
    ...(compared.includes('scaled') ? listScaledCells(config) : []),
    ...(compared.includes('tuned') ? listTunedCells(config) : []),
    ...(config.controls.enabled ? listControlCells(config) : []),
    ...listDoseCells(config),
  ];
}

/** Every cell of another batch size than `arms.scaledFrom`, with Adam's numbers scaled from there. */
function listScaledCells(config: SideConfig): SideCell[] {
  const { scaledFrom } = config.arms;
  return expandCells(config)
    .filter(({ settings }) => settings.batch !== scaledFrom)
    .map(({ name, title, settings }) => ({
      part: 'scaled',
      cell: {
        name: `${name}${SCALED}`,
        title: `${title}, Adam's numbers scaled from batch ${scaledFrom.toLocaleString('en-US')}`,
        settings: { ...settings, ...scaleAdam(settings, settings.batch / scaledFrom) },
      },
    }));
}

/** Ends the names of cells whose numbers are scaled, which is not one axis but several. */
const SCALED = '-scaled';

/** Whether a model of this name is of the part `scaled`. */
export function isScaledName(name: string): boolean {
  return new RegExp(`${SCALED}-s\\d+$`).test(name);
}

/** Every cell at the multiples of its learning rate. */
function listTunedCells(config: SideConfig): SideCell[] {
  const rates = sort(config.arms.rates);
  return expandCells(config).flatMap(({ settings }) =>
    // To twelve digits: three times 0.1 is 0.3, as its name should say.
    rates
      .map((rate) => Number((rate * settings.learningRate).toPrecision(12)))
      .map(
        (learningRate): SideCell => ({
          part: 'tuned',
          cell: nameVaried(config, settings, { learningRate }),
        }),
      ),
  );
}

function listControlCells(config: SideConfig): SideCell[] {
  const { inputNoise } = config.controls;
  return [
    ...varyChosen(config, 'shuffled', [{ labelShuffle: 1 }]),
    ...varyChosen(config, 'noise', [{ inputNoise }]),
  ];
}

function listDoseCells(config: SideConfig): SideCell[] {
  const { inputNoise = [], gradientPenalty = [] } = config.doses;
  return varyChosen(config, 'dose', [
    ...sort(inputNoise).map((level) => ({ inputNoise: level })),
    ...sort(gradientPenalty).map((level) => ({ gradientPenalty: level })),
  ]);
}

/** The cells of the sizes that controls and doses have, for every combination of the grid's further axes, each with each change. */
function varyChosen(config: SideConfig, part: SidePart, changes: readonly Partial<Settings>[]): SideCell[] {
  const { hidden, batch } = chooseSideSizes(config);
  const chosen = expandCells(config).filter(
    ({ settings }) => settings.hidden === hidden && settings.batch === batch,
  );
  return changes.flatMap((change) =>
    chosen.map(({ settings }): SideCell => ({ part, cell: nameVaried(config, settings, change) })),
  );
}

/** The cell of `settings` with `change`, whose axes have their place in its name beside those of the grid. */
function nameVaried({ grid }: SideConfig, settings: Settings, change: Partial<Settings>): Cell {
  const axes = AXIS_NAMES.filter((axis) => grid[axis] !== undefined || axis in change);
  return nameCell({ ...settings, ...change }, axes);
}

function sort(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
