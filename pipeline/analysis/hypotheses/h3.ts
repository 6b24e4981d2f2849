/** H3: the norm of the input gradient is a cause. Shown by dosing what lowers it, at fixed batch size and updates. */
import { clippedLogit } from '../../statistics/logit.ts';
import { DOSE_KINDS, type DoseKind, type DoseLine, listDoseLines, slopesOverDose } from '../doses.ts';
import { estimate, isShown, type SeedEffect } from '../effects.ts';
import { type Hypothesis, NEEDS_SEEDS, type Untested, type WayEffect } from '../hypothesis.ts';
import type { Checkpoint } from '../studyTable.ts';
import { averageScore, type Way } from '../ways.ts';
import { formatEffect, formatQuantity, joinWords } from '../words.ts';
import { asEffect, bySeed } from './factorTest.ts';

export const H3: Hypothesis = {
  id: 'H3',
  statement:
    'Smaller input gradients, made by input noise or a gradient penalty at fixed batch size and updates, make ideas more recognisable.',
  test({ table, ways }) {
    const kinds = (Object.keys(DOSE_KINDS) as DoseKind[]).map((kind) =>
      openKind(kind, listDoseLines(table, kind)),
    );
    const obstacle = kinds.find((kind) => 'untested' in kind);
    if (obstacle !== undefined) return obstacle as Untested;
    const doses = kinds as Dose[];
    const effects = ways.map((way) => doses.map((dose) => ({ dose, ...estimateDose(dose, way) })));
    const [primary, ...others] = effects;
    const weaker = findWeaker(primary!);
    const signs = new Set(primary!.map(({ effect }) => Math.sign(effect.estimate)));
    return {
      effect: asEffect(weaker.effect),
      unit: `change of the score's logit a step of the dose, of the kind that shows less (${DOSE_KINDS[weaker.dose.kind]}),`,
      n: formatQuantity(weaker.seeds.length, 'seed'),
      expected: 1,
      blocks: bySeed(weaker.seeds, weaker.effect.values),
      ways: others.map(
        (kindsOfWay, at): WayEffect => ({
          way: ways[at + 1]!.title,
          kind: ways[at + 1]!.kind,
          ...asEffect(kindsOfWay.find(({ dose }) => dose === weaker.dose)!.effect),
        }),
      ),
      small: doses.map((dose) => {
        const steps = dose.lines[0]!.models.length - 1;
        const scoreOf = slopesOverDose(dose.lines, ({ checkpoint }) =>
          averageScore(checkpoint.ideas, ways[0]!),
        );
        return scoreOf.values.map((slope) => slope * steps);
      }),
      hurdles: signs.size > 1 ? ['the two kinds of dose change the score in opposite directions'] : [],
      notes: primary!.map(
        ({ dose, effect }) =>
          `by ${DOSE_KINDS[dose.kind]} (${describeDoses(dose)}) ${formatEffect(asEffect(effect))}, the logarithm of the input gradient's norm falling by ${formatEffect(asEffect(negate(dose.norm)))} a step`,
      ),
    };
  },
};

/** A kind of dose that lowers the input gradient. */
interface Dose {
  readonly kind: DoseKind;
  readonly lines: readonly DoseLine[];
  readonly norm: SeedEffect;
}

/** The logarithm of the norm of the input gradient; null where it was not measured. */
function logNorm({ gradientNorm }: Checkpoint): number | null {
  return gradientNorm === null ? null : Math.log(gradientNorm);
}

/** A kind whose models are there and whose dose is shown to lower the norm of the input gradient, or why it is not one. */
function openKind(kind: DoseKind, lines: readonly DoseLine[]): Dose | Untested {
  const title = DOSE_KINDS[kind];
  if (lines.length === 0)
    return { untested: `no model with ${title} beside its like without is finished (doses.${kind})` };
  const { values } = slopesOverDose(lines, ({ checkpoint }) => logNorm(checkpoint));
  if (values.length < 2)
    return { untested: `${NEEDS_SEEDS} with every dose of ${title}, got ${values.length}` };
  const norm = estimate(values);
  if (!isShown(norm) || norm.estimate > 0) {
    return { untested: `${title} is not shown to lower the norm of the input gradient` };
  }
  return { kind, lines, norm };
}

function estimateDose({ lines }: Dose, way: Way): { seeds: number[]; effect: SeedEffect } {
  const { seeds, values } = slopesOverDose(lines, ({ checkpoint }) => {
    const score = averageScore(checkpoint.ideas, way);
    return score === null ? null : clippedLogit(score);
  });
  return { seeds, effect: estimate(values) };
}

/** `0, 0.05 and 0.1`. */
function describeDoses({ kind, lines }: Dose): string {
  return joinWords(lines[0]!.models.map(({ model }) => String(model.settings[kind])));
}

/** Both kinds have to show an effect: the one whose p is larger decides. */
function findWeaker<Of extends { readonly effect: SeedEffect }>(effects: readonly Of[]): Of {
  return effects.reduce((weaker, one) => ((one.effect.p ?? 1) > (weaker.effect.p ?? 1) ? one : weaker));
}

function negate(effect: SeedEffect): SeedEffect {
  const { interval } = effect;
  return {
    ...effect,
    estimate: -effect.estimate,
    interval: interval && [-interval[1], -interval[0]],
  };
}
