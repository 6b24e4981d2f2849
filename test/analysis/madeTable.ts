/** Tables of studies that were never made, with whatever effects a test wants. */

import type { IdeaScores, StudyTable, TableIdea, TableModel } from '../../pipeline/analysis/studyTable.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { fillNormal, openStream } from '../../pipeline/math/streams.ts';
import { inverseLogit } from '../../pipeline/statistics/logit.ts';
import { completeSettings, type Settings } from '../../pipeline/study/axes.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { expandGrid } from '../../pipeline/study/grid.ts';
import type { SidePart } from '../../pipeline/study/sideModels.ts';

/** A model after some of its updates. */
export interface State {
  readonly settings: Settings;
  readonly seed: number;
  readonly updates: number;
  readonly examples: number;
  readonly part: 'grid' | SidePart;
}

/** A model beside the grid. */
export interface MadeSide {
  readonly part: SidePart;
  readonly settings: Partial<Settings> & Pick<Settings, 'hidden' | 'batch'>;
}

/** What a table is made from; anything left out has a value of no effect. */
export interface TablePlan {
  readonly hidden?: readonly number[];
  readonly batch?: readonly number[];
  readonly seeds?: readonly number[];
  /** Further sections of the config. */
  readonly config?: object;
  /** The logit of a model's scores by every way; noise is added to it. */
  readonly logit?: (state: State) => number;
  /** What differs by way, added to the logit: by `whole`, `framed`, and the families `network`, `shape` and `mixture`. */
  readonly byWay?: (state: State) => Readonly<Record<string, number>>;
  /** Standard deviation of a model's noise on the logit scale. */
  readonly noise?: number;
  readonly sides?: readonly MadeSide[];
  /** Names of models that are not there. */
  readonly without?: (name: string) => boolean;
  /** few: before the first update, and where a batch size of the grid ends. */
  readonly checkpoints?: 'log' | 'few' | 'none';
  readonly distance?: (state: State) => number;
  readonly trainingLoss?: (state: State) => number;
  readonly validationLoss?: ((state: State) => number) | null;
  readonly gradientNorm?: (state: State) => number;
  /** The share of pixels with ink, each model's drawn anew: two models differ in 2 p (1 - p) of them. */
  readonly spread?: (settings: Settings) => number;
}

/** Examples that every model sees. */
export const EXAMPLES = 64_000;
export const FAMILIES = ['mixture', 'network', 'shape'] as const;

const BATCHES = [50, 200, 800];
const DIGITS = [0, 4];
const RESTARTS = [0, 1];

/** The table of a plan: a grid of 3 by 3 cells and 6 seeds unless given. */
export function makeTable(plan: TablePlan): StudyTable {
  const { hidden = [16, 64, 256], batch = BATCHES, seeds = [100, 101, 102, 103, 104, 105] } = plan;
  const config = parseStudyConfig(
    { name: 'made', grid: { hidden, batch, seeds }, schedule: { checkpoints: 'log' }, ...plan.config },
    'test',
  );
  const grid = expandGrid(config).map(({ name, settings, seed }) => ({
    ...{ name, settings, seed, part: 'grid' as const },
  }));
  const sides = (plan.sides ?? []).flatMap(({ part, settings }, at) =>
    seeds.map((seed) => ({
      ...{ name: `${part}${at}-s${seed}`, settings: completeSettings(settings), seed, part },
    })),
  );
  const models = [...grid, ...sides].filter(({ name }) => !(plan.without?.(name) ?? false));
  return { config, scoreVersion: 'made', models: models.map((model) => makeModel(model, plan)) };
}

interface MadeModel {
  readonly name: string;
  readonly settings: Settings;
  readonly seed: number;
  readonly part: 'grid' | SidePart;
}

function makeModel({ name, settings, seed, part }: MadeModel, plan: TablePlan): TableModel {
  const kept = listMarks(settings, plan);
  const [shift] = fillNormal(openStream(seed, `noise/${name}`), plan.noise ?? 0.02, new Float32Array(2));
  const pixels = new Map(DIGITS.map((digit) => [digit, makePixels({ settings, seed }, plan, digit)]));
  return {
    name,
    settings,
    seed,
    parts: [part],
    checkpoints: kept.map((updates) => {
      const state: State = { settings, seed, updates, examples: updates * settings.batch, part };
      const ask = (of: ((state: State) => number) | null | undefined, usual: number) => of?.(state) ?? usual;
      return {
        updates,
        examples: state.examples,
        trainingLoss: ask(plan.trainingLoss, 2.3 / (1 + state.examples)),
        validationLoss:
          plan.validationLoss === null ? null : ask(plan.validationLoss, 2.3 / (1 + state.examples)),
        testAccuracy: 0.9,
        distance: ask(plan.distance, Math.sqrt(updates)),
        gradientNorm: ask(plan.gradientNorm, 1),
        ideas: makeIdeas(state, plan, shift!, pixels),
      };
    }),
  };
}

function listMarks({ batch }: Settings, plan: TablePlan): number[] {
  const last = EXAMPLES / batch;
  if (plan.checkpoints === 'none') return [last];
  const ends = (plan.batch ?? BATCHES).map((size) => EXAMPLES / size);
  const doubled = Array.from({ length: Math.ceil(Math.log2(last)) }, (_, power) => 2 ** power);
  const marks = plan.checkpoints === 'few' ? ends : [...doubled, Math.min(...ends), last];
  return [...new Set([0, ...marks.filter((updates) => updates <= last)])].sort((a, b) => a - b);
}

function makeIdeas(
  state: State,
  plan: TablePlan,
  shift: number,
  pixels: ReadonlyMap<number, Uint8Array>,
): TableIdea[] {
  const logit = (plan.logit?.(state) ?? 0) + shift;
  const changes = plan.byWay?.(state) ?? {};
  const score = (way: string) => inverseLogit(logit + (changes[way] ?? 0));
  const scores: IdeaScores = {
    masked: score('masked'),
    whole: score('whole'),
    framed: score('framed'),
    families: Object.fromEntries(FAMILIES.map((family) => [family, score(family)])),
  };
  return DIGITS.flatMap((digit) =>
    RESTARTS.map((restart) => ({ digit, restart, scores, pixels: pixels.get(digit)! })),
  );
}

function makePixels({ settings, seed }: Pick<State, 'settings' | 'seed'>, plan: TablePlan, digit: number) {
  const share = plan.spread?.(settings) ?? 0.1;
  const own = openStream(seed, `pixels/${settings.hidden}/${settings.batch}/${digit}`);
  return Uint8Array.from({ length: PIXELS }, () => Number(own.nextUint32() / 2 ** 32 < share));
}
