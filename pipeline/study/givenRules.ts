/**
 * Studies of models that were trained elsewhere: what a config of them may say. Such a study trains nothing, so that it has no
 * grid, and whatever varies or follows a training has no meaning in it. Each rule is refused in one line with what to do next.
 */
import { expected } from './errors.ts';

/** What a model's file may give, as engine/opaqueModel.ts has them. */
export const OUTPUT_NAMES = ['logits', 'probabilities', 'log-probabilities'] as const;

/** What stands in the place of the grid of a study that has none: one cell, in which no model is. */
export const NO_GRID = { hidden: [1], batch: [1], seeds: [0] } as const;

/** The parts of a config that the rules are about. */
interface GivenSections {
  readonly models?: readonly unknown[] | undefined;
  readonly grid: object;
  readonly training: Readonly<Record<string, unknown>>;
  readonly schedule: { readonly checkpoints: string };
  readonly arms: { readonly compared: readonly string[] };
  readonly controls: { readonly enabled: boolean };
  readonly doses: object;
  readonly experiments: { readonly optimum: { readonly enabled: boolean } };
}

/** A config as it was read, with {@link NO_GRID} where it names models and no grid. */
export function completeGrid(tree: unknown): unknown {
  const isStudyOfModels =
    typeof tree === 'object' && tree !== null && 'models' in tree && tree.models !== undefined;
  return isStudyOfModels && !('grid' in tree) ? { ...tree, grid: NO_GRID } : tree;
}

/**
 * Throws a UserError at the first rule that a study of given models breaks; `where` names the config in its line, `usual` is a training that
 * says nothing.
 */
export function assertGivenRules(
  config: GivenSections,
  usual: GivenSections['training'],
  where: string,
): void {
  if (config.models === undefined) return;
  const refuse = (key: string, wanted: string, found: string) =>
    expected(
      `${where}: ${key}`,
      `${wanted} beside models`,
      found,
      'leave it out: models that are given are not trained',
    );
  if (JSON.stringify(config.grid) !== JSON.stringify(NO_GRID)) throw refuse('grid', 'none', 'one');
  const setting = Object.keys(usual).find((key) => config.training[key] !== usual[key]);
  if (setting !== undefined) {
    throw refuse(`training.${setting}`, 'none', String(config.training[setting]));
  }
  const { checkpoints } = config.schedule;
  if (checkpoints !== 'none') throw refuse('schedule.checkpoints', 'none', checkpoints);
  const arm = config.arms.compared.find((name) => name !== 'epochs');
  if (arm !== undefined) throw refuse('arms.compared', 'epochs alone', arm);
  if (config.controls.enabled) throw refuse('controls.enabled', 'false', 'true');
  const dose = Object.entries(config.doses).find(([, levels]) => levels !== undefined);
  if (dose !== undefined) throw refuse(`doses.${dose[0]}`, 'none', 'some');
  if (!config.experiments.optimum.enabled) return;
  throw expected(
    `${where}: experiments.optimum.enabled`,
    'false beside models',
    'true',
    'leave it out: the proof is of small networks with ReLU that a grid trains',
  );
}
