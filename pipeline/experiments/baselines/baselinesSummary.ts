/** Ideas beside their baselines, row by row and as means. */
import { mean } from '../../math/rows.ts';
import { type BaselineKind, type BaselinesDigit, byKind, type ModelBaselines } from './baselinesRecord.ts';

/** One model and digit; scores null where the judges were not asked. */
export interface BaselinesRow extends BaselinesDigit {
  readonly model: ModelBaselines['model'];
  readonly scores: Readonly<Record<BaselineKind, number>> | null;
}

/** Every idea: by model and digit. */
export function listRows(records: readonly ModelBaselines[]): BaselinesRow[] {
  return records.flatMap(({ model, record, scores }) =>
    record.digits.map((digit, k) => ({ ...digit, model, scores: scores?.digits[k] ?? null })),
  );
}

/** What some ideas have in common. */
export interface BaselinesMeans {
  readonly ideas: number;
  /** Ideas whose nearest training image is of their own digit. */
  readonly ofOwnDigit: number;
  /** Ideas with more logit than every training image. */
  readonly aboveAll: number;
  /** Mean logits of the ideas' digits. */
  readonly logits: Readonly<Record<BaselineKind, number>>;
  /** Mean scores of those that the judges were asked about; null where there are none. */
  readonly scores: Readonly<Record<BaselineKind, number>> | null;
}

/** Counts and means over the ideas of `records`; null where they have none. */
export function averageBaselines(records: readonly ModelBaselines[]): BaselinesMeans | null {
  const rows = listRows(records);
  if (rows.length === 0) return null;
  const judged = rows.flatMap(({ scores }) => (scores === null ? [] : [scores]));
  return {
    ideas: rows.length,
    ofOwnDigit: rows.filter(({ digit, nearest }) => nearest.label === digit).length,
    aboveAll: rows.filter(({ idea, largestLogit }) => idea.logit > largestLogit.logit).length,
    logits: byKind((kind) => mean(rows.map((row) => row[kind].logit))),
    scores: judged.length === 0 ? null : byKind((kind) => mean(judged.map((scores) => scores[kind]))),
  };
}
