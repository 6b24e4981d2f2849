/** What a model's file gives: an MLP as ours are, or a classifier of any other form for a library to run. */
import type { MlpParameters } from '../../engine/engine.ts';
import type { OutputKind } from '../../engine/opaqueModel.ts';
import type { OpaqueNetwork } from '../../engine/opaqueNetwork.ts';
import { expected, type UserError } from '../../study/errors.ts';

/** An MLP of equal hidden layers and ten outputs, as ours are. */
export interface ReadMlp {
  readonly kind: 'mlp';
  readonly parameters: MlpParameters;
  /** What a user should know, a line each: what was left out or assumed. */
  readonly remarks: readonly string[];
}

/** Any other classifier. */
export interface ReadOpaque {
  readonly kind: 'opaque';
  readonly network: OpaqueNetwork;
  /** Why it is no such MLP, in words. */
  readonly reason: string;
  readonly remarks: readonly string[];
}

export type ReadModel = ReadMlp | ReadOpaque;

/** What a user can say of a file. */
export interface ReadingOptions {
  /** What its outputs are; to be found where null. Of outputs that are said to be logits nothing is left out. */
  readonly outputs: OutputKind | null;
}

/** Everything is to be found. */
export const FOUND: ReadingOptions = { outputs: null };

/** The line that says that an operation at the end was left out, which needs no logits: `dense_2, a softmax`. */
export function remarkOnDropped(what: string): string {
  return `${what} at its end is left out: the energy is of the logits before it`;
}

/** The MLP's parameters. Throws a UserError for another classifier. */
export function takeMlp(read: ReadModel, where: string): MlpParameters {
  if (read.kind === 'mlp') return read.parameters;
  throw refuseOpaque(read, where);
}

function refuseOpaque({ reason }: ReadOpaque, where: string): UserError {
  const wanted = 'an MLP of equal hidden layers with relu, tanh or gelu and ten outputs';
  return expected(where, wanted, reason, 'pipeline/ideas.ts --model takes it as it is');
}
