/** What a command says of models that are there but that it could not use. */
import { NOT_COMPUTED } from '../store/results.ts';
import { expected } from '../study/errors.ts';

/** A model that is not finished, and why. */
export interface UnfinishedModel {
  readonly model: string;
  readonly reason: string;
}

/**
 * Says in one line each which of the models were computed from something else than the study has now, and are left out; those
 * that were never computed need no word. Gives the exit code: 2 where there is any.
 */
export function reportLeftOut(unfinished: readonly UnfinishedModel[]): number {
  const others = unfinished.filter(({ reason }) => !reason.endsWith(NOT_COMPUTED));
  for (const { model, reason } of others) {
    const nextStep = 'it is left out; make sweep computes it again';
    console.error(expected(model, 'what the study computes now', `another: ${reason}`, nextStep).message);
  }
  return others.length > 0 ? 2 : 0;
}
