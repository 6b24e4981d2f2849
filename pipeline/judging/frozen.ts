/**
 * Frozen judges: what is stored of each in the repository, and how it becomes a judge again.
 *
 * This is the one place that knows the judges by name; a new judge joins here and no caller changes.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseConvNet } from '../engine/convNet.ts';
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { CLASSES } from '../math/images.ts';
import type { JudgeName } from '../study/config.ts';
import { judgeCard, panelCard } from '../study/records.ts';
import { calibrationSchema } from './calibration.ts';
import { openCnn } from './cnn/cnn.ts';
import { CNN_LAYERS } from './cnn/recipe.ts';
import { type Judge, openJudge, type Witness } from './judge.ts';
import { openKde } from './kde/kde.ts';
import { openMixture } from './mixture/mixture.ts';
import { parseMixtures } from './mixture/mixtureBytes.ts';

/** Everything about a judge but its weights; plain JSON. */
export const frozenRecord = z.strictObject({
  calibration: calibrationSchema,
  /** For each digit, log p(x | digit) of held-out images in nats, ascending; null where the judge has no density. */
  typicality: z.array(z.array(z.number())).length(CLASSES).nullable(),
  card: judgeCard,
});
export type FrozenRecord = z.output<typeof frozenRecord>;

/** What is frozen of the judges together; plain JSON. */
export const panelRecord = z.strictObject({
  /** The temperatures of panels of two judges or more; a judge alone is calibrated already. */
  temperatures: z.array(z.strictObject({ scoreVersion: z.string(), temperature: z.number().positive() })),
  /** Of all judges together. */
  card: panelCard,
});
export type PanelRecord = z.output<typeof panelRecord>;

/** A judge as it lies in the repository. */
export interface FrozenJudge {
  readonly name: JudgeName;
  readonly record: FrozenRecord;
  /** The bytes of its record, and of its weights where it has any. */
  readonly recordBytes: Uint8Array;
  readonly weights: Uint8Array | null;
}

/** The judges that carry weights, and those that read around the training images themselves. */
export const HAS_WEIGHTS: Readonly<Record<JudgeName, boolean>> = { kde: false, mixture: true, cnn: true };
export const NEEDS_REFERENCES: Readonly<Record<JudgeName, boolean>> = {
  kde: true,
  mixture: false,
  cnn: false,
};

/** What a judge is opened from beside its own bytes. */
export interface JudgeContext {
  readonly engine: Engine;
  /** The images that judges may learn from; null where no judge of the panel needs them. */
  readonly references: LabelledImages | null;
}

type Parameters = Readonly<Record<string, number>>;

const OPENERS: Readonly<
  Record<
    JudgeName,
    (parameters: Parameters, weights: Uint8Array | null, context: JudgeContext) => Witness | Promise<Witness>
  >
> = {
  kde: ({ bandwidth }, _, { engine, references }) => openKde(engine, references!, bandwidth!),
  mixture: (_, weights) => openMixture(parseMixtures(weights!, 'mixture.bin')),
  cnn: (_, weights, { engine }) => openCnn(engine, parseConvNet(CNN_LAYERS, weights!, 'cnn.bin')),
};

/** Opens what the judge `name` hears, from its parameters and weights. */
export async function openWitness(
  name: JudgeName,
  parameters: Parameters,
  weights: Uint8Array | null,
  context: JudgeContext,
): Promise<Witness> {
  return OPENERS[name](parameters, weights, context);
}

/** Opens a frozen judge. */
export async function openFrozenJudge(
  { name, record, weights }: FrozenJudge,
  context: JudgeContext,
): Promise<Judge> {
  const { calibration, typicality, card } = record;
  const witness = await openWitness(name, card.parameters, weights, context);
  return openJudge(witness, { name, calibration, typicality });
}

/**
 * `cnn+kde+mixture-1a2b3c4d`: the judges' names in alphabetical order, joined by '+', and the first 8 hexadecimal
 * digits of the SHA-256 of all their bytes and of the panel's temperature. Two scores are comparable only when it is the
 * same.
 */
export function scoreVersion(judges: readonly FrozenJudge[], temperature: number): string {
  const byName = [...judges].sort((a, b) => (a.name < b.name ? -1 : 1));
  const hash = createHash('sha256').update(`temperature ${temperature}\n`);
  for (const { name, recordBytes, weights } of byName) {
    for (const part of [recordBytes, weights ?? new Uint8Array(0)]) {
      hash.update(`${name} ${part.length}\n`).update(part);
    }
  }
  return `${byName.map(({ name }) => name).join('+')}-${hash.digest('hex').slice(0, 8)}`;
}

/** The temperature of a panel of these judges, by what is frozen of panels; null where it is of other judges. */
export function findTemperature(
  { temperatures }: Pick<PanelRecord, 'temperatures'>,
  judges: readonly FrozenJudge[],
): number | null {
  if (judges.length === 1) return 1;
  const found = temperatures.find((panel) => panel.scoreVersion === scoreVersion(judges, panel.temperature));
  return found?.temperature ?? null;
}
