/**
 * The optimizers' updates in a TensorFlow graph, each one pass over memory; what they compute is documented in
 * ../onnx/optimizers.ts.
 *
 * adam: ResourceApplyAdam, told 0 for both powers of beta, so that its rate is taken as it is, bias correction and all. It computes
 * 1 - beta of the float32 beta: m and v come out c1 and c2 times as large, c = (1 - float32(beta)) / (1 - beta), where c2
 * is off from 1 by 1.3e-5 at beta2 = 0.999. So the rate is multiplied by sqrt(c2) / c1, and epsilon by sqrt(c2).
 */
import type { OptimizerName, OptimizerSettings } from '../../study/axes.ts';
import { correctBias } from '../optimizers.ts';
import type { ParameterName } from '../parameters.ts';
import type { Value } from './graphMessages.ts';
import { nameOf, type Pass } from './network.ts';

/** How many times too large the moments of `beta` come out. */
const excess = (beta: number) => (1 - Math.fround(beta)) / (1 - beta);

/** Step size of update t (from 1): alpha; for adam and adamw alpha sqrt(1 - beta2^t) / (1 - beta1^t) sqrt(c2) / c1. */
export function rateAt({ optimizer, learningRate, beta1, beta2 }: OptimizerSettings, t: number): number {
  if (optimizer === 'sgd' || optimizer === 'momentum') return learningRate;
  const correction = correctBias({ beta1, beta2 }, t);
  return (learningRate * correction * Math.sqrt(excess(beta2))) / excess(beta1);
}

/** What an optimizer's updates are: one graph serves all of a kind, and is given the settings. */
export interface UpdateKind {
  readonly optimizer: OptimizerName;
  readonly hasWeightDecay: boolean;
}

/** The settings that the updates of a kind are given, float32 scalars. */
type Setting = 'beta1' | 'beta2' | 'epsilon' | 'momentum' | 'decay';

const SETTINGS: Readonly<Record<OptimizerName, readonly Setting[]>> = {
  adam: ['beta1', 'beta2', 'epsilon'],
  adamw: ['beta1', 'beta2', 'epsilon'],
  sgd: [],
  momentum: ['momentum'],
};

/** The kind of update that an optimizer makes. */
export const kindOf = ({ optimizer, weightDecay }: OptimizerSettings): UpdateKind => ({
  optimizer,
  hasWeightDecay: weightDecay !== 0,
});

/** Names of the settings that {@link addUpdate} needs. */
export function listSettings({ optimizer, hasWeightDecay }: UpdateKind): readonly Setting[] {
  return hasWeightDecay ? [...SETTINGS[optimizer], 'decay'] : SETTINGS[optimizer];
}

/** The value of a setting as its graph is given it. */
export function readSetting(settings: OptimizerSettings, name: Setting): number {
  const { optimizer, learningRate, beta2, epsilon, weightDecay } = settings;
  if (name === 'epsilon') return epsilon * Math.sqrt(excess(beta2));
  if (name === 'decay') return optimizer === 'adamw' ? learningRate * weightDecay : weightDecay;
  return settings[name];
}

/** Adds the update of the variable `name` by its gradient g_<name>, after the nodes `readers`; gives the node that makes it. */
export function addUpdate(
  pass: Pass,
  kind: UpdateKind,
  name: ParameterName,
  readers: readonly Value[],
): Value {
  const { graph, bring } = pass;
  const gradient = nameOf(pass, `g_${name}`);
  const variable = bring(name, 'resource');
  if (!kind.hasWeightDecay) return UPDATES[kind.optimizer](pass, { name, gradient, readers });
  const pull = graph.float('Mul', [nameOf(pass, name), bring('decay')], nameOf(pass, `${name}_pull`));
  if (kind.optimizer !== 'adamw') {
    const decayed = graph.float('AddV2', [gradient, pull], nameOf(pass, `${name}_decayed_gradient`));
    return UPDATES[kind.optimizer](pass, { name, gradient: decayed, readers });
  }
  const shrunk = nameOf(pass, `${name}_shrunk`);
  graph.node('AssignSubVariableOp', [variable, pull], shrunk, { dtype: { type: 'float32' } }, [
    ...readers,
    gradient,
  ]);
  return UPDATES.adamw(pass, { name, gradient, readers: [shrunk] });
}

/** A step along `gradient`, once the nodes `readers` are done. */
interface Step {
  readonly name: ParameterName;
  readonly gradient: Value;
  readonly readers: readonly Value[];
}

/** The updates without weight decay: adamw's is adam's. */
const UPDATES: Readonly<Record<OptimizerName, (pass: Pass, step: Step) => Value>> = {
  adam: addAdam,
  adamw: addAdam,
  sgd: (pass, { name, gradient, readers }) =>
    addStep(pass, name, 'ResourceApplyGradientDescent', [nameOf(pass, 'rate'), gradient], readers),
  momentum: (pass, { name, gradient, readers }) => {
    const { bring } = pass;
    const given = [bring(`v_${name}`, 'resource'), nameOf(pass, 'rate'), gradient, bring('momentum')];
    return addStep(pass, name, 'ResourceApplyMomentum', given, readers);
  },
};

function addAdam(pass: Pass, { name, gradient, readers }: Step): Value {
  const { bring } = pass;
  const memories = [bring(`m_${name}`, 'resource'), bring(`v_${name}`, 'resource')];
  const powers = [bring('no_power'), bring('no_power')];
  const settings = [nameOf(pass, 'rate'), bring('beta1'), bring('beta2'), bring('epsilon')];
  return addStep(pass, name, 'ResourceApplyAdam', [...memories, ...powers, ...settings, gradient], readers);
}

function addStep(
  { graph, prefix, bring }: Pass,
  name: ParameterName,
  operator: string,
  given: readonly Value[],
  readers: readonly Value[],
): Value {
  const isNesterov = operator === 'ResourceApplyGradientDescent' ? {} : { use_nesterov: { flag: false } };
  const attributes = { T: { type: 'float32' }, use_locking: { flag: false }, ...isNesterov } as const;
  return graph.node(
    operator,
    [bring(name, 'resource'), ...given],
    `${prefix}${name}_updated`,
    attributes,
    readers,
  );
}
