/** Arms: which models are compared along the batch size, and after which of their updates each is read. */
import type { AxisName } from '../study/axes.ts';
import type { ArmName, StudyConfig } from '../study/config.ts';
import { expandGrid, type Model } from '../study/grid.ts';
import { readMatched } from './matchedArm.ts';
import { type FoundModels, listGridModels, nameSettings, readAtEnd } from './readModels.ts';
import type { StudyTable } from './studyTable.ts';
import { readTuned } from './tunedArm.ts';
import { readAtUpdates } from './updatesArm.ts';

/** An arm, and of `updates` the batch size at whose last update all are read. */
export interface ArmView {
  /** `epochs`; `updates`; `updates-b1000` where another batch size than the largest ends. */
  readonly key: string;
  readonly name: ArmName;
  readonly endOf: number | null;
}

/** An arm as it was read. */
export interface Arm extends FoundModels {
  readonly view: ArmView;
  /** `equal epochs`, `equal updates, where batch 10,000 ends`. */
  readonly title: string;
  /** Models of the grid that it should compare and for which nothing could be read: `h64-b100-s2`. */
  readonly missing: readonly string[];
}

/** The views of a study, in the order of its config: one an arm, and `updates` also where the middle batch size ends. */
export function listArmViews({ arms, grid }: Pick<StudyConfig, 'arms' | 'grid'>): ArmView[] {
  const batches = [...grid.batch].sort((a, b) => a - b);
  const middle = batches.length < 3 ? [] : [batches[Math.floor(batches.length / 2)]!];
  return arms.compared.flatMap((name): ArmView[] =>
    name !== 'updates'
      ? [{ key: name, name, endOf: null }]
      : [
          { key: name, name, endOf: batches.at(-1)! },
          ...middle.map((batch) => ({ key: `updates-b${batch}`, name, endOf: batch })),
        ],
  );
}

/**
 * Reads an arm: of every model of the grid, or of the model beside it that stands for it, the checkpoint at which the arm
 * compares it. Models that cannot be read are `missing`; where none can be, `refused` says why.
 */
export function readArm(table: StudyTable, view: ArmView): Arm {
  const found = read(table, view);
  // A larger batch than the one that ends never makes as many updates.
  const wanted = expandGrid(table.config).filter(
    ({ settings }) => view.endOf === null || settings.batch <= view.endOf,
  );
  const have = new Set(found.models.map(({ model }) => nameStand(model, view)));
  const missing = wanted.filter((model) => !have.has(nameStand(model, view))).map(({ name }) => name);
  const nothing = found.models.length === 0 ? 'no model that it reads is finished' : null;
  return { ...found, refused: found.refused ?? nothing, view, title: titleArm(view), missing };
}

/** What a model of the grid has in common with the one that stands for it: scaled and tuned ones have other numbers of Adam. */
function nameStand({ settings, seed }: Pick<Model, 'settings' | 'seed'>, { name }: ArmView): string {
  const hasOwn = name === 'scaled' || name === 'tuned';
  return `${nameSettings(settings, hasOwn ? NUMBERS_OF_ADAM : [])} ${seed}`;
}

const NUMBERS_OF_ADAM: readonly AxisName[] = ['learningRate', 'beta1', 'beta2', 'epsilon'];

const TITLES: Readonly<Record<ArmName, string>> = {
  epochs: 'equal epochs',
  updates: 'equal updates',
  matched: 'equal validation loss',
  scaled: "equal epochs, Adam's numbers scaled",
  tuned: 'equal epochs, the learning rate tuned',
};

function titleArm({ name, endOf }: ArmView): string {
  return endOf === null ? TITLES[name] : `${TITLES[name]}, where batch ${endOf.toLocaleString('en-US')} ends`;
}

function read(table: StudyTable, { name, endOf }: ArmView): FoundModels {
  switch (name) {
    case 'epochs':
      return { models: listGridModels(table).map(readAtEnd), refused: null, notes: [] };
    case 'updates':
      return readAtUpdates(table, endOf ?? Math.max(...table.config.grid.batch));
    case 'matched':
      return readMatched(listGridModels(table));
    case 'scaled':
      return readScaled(table);
    case 'tuned':
      return readTuned(table);
  }
}

function readScaled({ models, config }: StudyTable): FoundModels {
  const { scaledFrom } = config.arms;
  const own = models.filter(
    ({ parts, settings, checkpoints }) =>
      checkpoints.length > 0 && parts.includes(settings.batch === scaledFrom ? 'grid' : 'scaled'),
  );
  return {
    models: own.map(readAtEnd),
    refused: null,
    notes: [`scaled from batch ${scaledFrom.toLocaleString('en-US')}`],
  };
}
