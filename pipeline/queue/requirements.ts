/** What a worker must be like to compute models of a study, so that whoever computes gives the same bytes. */
import { z } from 'zod';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import type { Study } from '../models/study.ts';
import { describeCode } from '../store/codeDigest.ts';
import { sha256 } from '../store/files.ts';
import { describeMachine } from '../store/machine.ts';
import { ENGINE_NAMES } from '../study/engineNames.ts';
import { describeReason, UserError } from '../study/errors.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';

/** What a study asks of those who compute its models. */
export const requirements = z.strictObject({
  engine: z.enum(ENGINE_NAMES),
  /** Of the engine's library. */
  runtime: z.string().max(200),
  /** Version and digest of the code (codeDigest.ts). */
  code: z.string().max(200),
  judges: z.array(z.enum(JUDGE_NAMES)).min(1),
  scoreVersion: z.string().max(200),
  /** Features of the processor that arithmetic may use; null where a study takes any. */
  processor: z.array(z.string().max(40)).max(200).nullable(),
});
export type Requirements = z.output<typeof requirements>;

/** What the study asks; `isStrict`: also that processors have the features of this one. */
export async function requireOf(study: Study, isStrict: boolean): Promise<Requirements> {
  const { judges } = study.config.judging;
  return {
    engine: study.config.engine,
    runtime: study.engine.version,
    code: await describeCode(),
    judges: [...judges],
    scoreVersion: (await readFrozenPanel(judges)).version,
    processor: isStrict ? ((await describeMachine()).processorFeatures ?? []) : null,
  };
}

/** The name of the queue for those who meet the requirements: all others never see its jobs. */
export function queueNameOf(wanted: Requirements): string {
  return `models-${sha256(JSON.stringify(wanted)).slice(0, 16)}`;
}

/** The version of an engine's library here. Throws a UserError where it cannot be used. */
type OpenRuntime = (engine: Requirements['engine']) => Promise<string>;

/** Why this process may not compute such models, in words: it differs from what is wanted, or cannot use the engine. Null where it may. */
export async function findWhyNot(wanted: Requirements, openRuntime: OpenRuntime): Promise<string | null> {
  try {
    return findMismatch(wanted, await describeOwn(wanted, openRuntime));
  } catch (error) {
    // It is no reason to compute no others.
    if (error instanceof UserError) return describeReason(error);
    throw error;
  }
}

/** What this process has of what is required. */
async function describeOwn(
  { engine, judges }: Requirements,
  openRuntime: OpenRuntime,
): Promise<Requirements> {
  return {
    engine,
    runtime: await openRuntime(engine),
    code: await describeCode(),
    judges,
    scoreVersion: (await readFrozenPanel(judges)).version,
    processor: (await describeMachine()).processorFeatures ?? [],
  };
}

/** Why a worker may not compute, in words; null where it may. */
export function findMismatch(wanted: Requirements, own: Requirements): string | null {
  const pairs = [
    ['the code', wanted.code, own.code],
    [`the library of ${wanted.engine}`, wanted.runtime, own.runtime],
    ['the judges', wanted.scoreVersion, own.scoreVersion],
    ...(wanted.processor === null
      ? []
      : [['the processor’s features', wanted.processor.join(' '), own.processor?.join(' ') ?? ''] as const]),
  ] as const;
  const differing = pairs.find(([, one, other]) => one !== other);
  if (differing === undefined) return null;
  const [what, one, other] = differing;
  return `${what}: the study asks for ${one}, this worker has ${other || 'none'}`;
}
