/**
 * The mixture judge: how likely is the image as a noisy print of one of each digit's prototypes, or of a prototype of
 * something else?
 *
 * It reads through noise, and thin strokes, by taking what is wrong with the print for unknown. Pixels of at least one
 * half are ink; images are centred first.
 */
import { CLASSES, DIGITS, PIXELS } from '../../math/images.ts';
import { argmax, logSumExp, rowOf } from '../../math/rows.ts';
import { NOT_A_DIGIT } from '../answers.ts';
import { centreImages } from '../centring.ts';
import type { Evidence, EvidenceModel } from '../evidenceModel.ts';
import { binaryNoiseLikelihood, weighNone } from '../noiseLikelihood.ts';
import { binarise } from '../pixels.ts';
import { residualCoherence } from '../residual.ts';
import { atEachTolerance, MOST_FLIPPED, type Tolerance } from '../tolerance.ts';
import { type BernoulliMixture, listInk } from './bernoulliMixture.ts';
import { FAULTS, PrintedMixture, type SeenInk, seeInk } from './printedMixture.ts';

/** Numbers of evidence for "not a digit": the log odds of everything else, and what the best digit leaves over. */
const CHANNELS = 2;

/**
 * The evidence model of eleven mixtures, one a digit and one of other structure. With p_ki printed with the fault f,
 * p_ki (1 - lost) + (1 - p_ki) gained: log p(x | digit) = log sum_f sum_k w_k / 9 prod_i p_ki(f)^x_i (1 - p_ki(f))^(1 - x_i),
 * in nats, over the faults that a tolerance allows, averaged over what may be margin ({@link PrintedMixture}). Everything else is
 * other structure, noise of any ink fraction, and digits with the other faults.
 */
export function openMixture(mixtures: readonly BernoulliMixture[]): EvidenceModel {
  const prints = mixtures.map((mixture) => new PrintedMixture(mixture));
  return {
    async evidence(images) {
      const centred = centreImages(binarise(images));
      const inks = listInk(centred).map(seeInk);
      const explained = prints.map((print) => explainAll(print, inks));
      const noise = inks.map((_, row) => binaryNoiseLikelihood(rowOf(centred, row, PIXELS)));
      const rest = noise.map((log, row) =>
        logSumExp([log, logSumExp(explained[NOT_A_DIGIT]![row]!.byFault)]),
      );
      const read = { centred, inks, prints, explained, rest };
      return atEachTolerance((tolerance) => weigh(read, ALLOWED[tolerance]));
    },
    dispose: async () => undefined,
  };
}

/** Whether each fault is within a tolerance: the flips it stands for, or a loss of ink, which is no noise. */
const ALLOWED: Readonly<Record<Tolerance, readonly boolean[]>> = atEachTolerance((tolerance) =>
  FAULTS.map(({ gained }) => gained <= MOST_FLIPPED[tolerance]),
);

/** What one mixture makes of an image. */
interface Explanation {
  /** log p(x, fault) [9] in nats. */
  readonly byFault: Float64Array;
  /** The component of the likeliest of all prints. */
  readonly component: number;
}

function explainAll(print: PrintedMixture, inks: readonly SeenInk[]): Explanation[] {
  const logs = new Float64Array(print.components);
  const prototypes = print.components / FAULTS.length;
  return inks.map((ink) => {
    print.of(ink, logs);
    const byFault = Float64Array.from(FAULTS, (_, fault) => logSumExp(rowOf(logs, fault, prototypes)));
    return { byFault, component: argmax(logs) };
  });
}

/** What every mixture makes of n images. */
interface Explained {
  /** [n, 784], as they were read. */
  readonly centred: Float32Array;
  readonly inks: readonly SeenInk[];
  readonly prints: readonly PrintedMixture[];
  /** By answer and image. */
  readonly explained: readonly (readonly Explanation[])[];
  /** log p(x | other structure or noise) of each image. */
  readonly rest: readonly number[];
}

function weigh({ centred, inks, prints, explained, rest }: Explained, allowed: readonly boolean[]): Evidence {
  const digits = new Float64Array(rest.length * CLASSES);
  const none = new Float64Array(rest.length * CHANNELS);
  const noisiness = new Float64Array(rest.length);
  rest.forEach((elsewise, row) => {
    const own = DIGITS.map((digit) => explained[digit]![row]!);
    const seen = own.map(({ byFault }) => logSumExp(byFault.filter((_, fault) => allowed[fault])));
    const refused = own.flatMap(({ byFault }) => Array.from(byFault.filter((_, fault) => !allowed[fault])));
    const best = argmax(seen);
    const { component } = own[best]!;
    digits.set(seen, row * CLASSES);
    none[row * CHANNELS] = weighNone(logSumExp([elsewise, ...refused]), logSumExp(seen));
    none[row * CHANNELS + 1] = residualCoherence(
      rowOf(centred, row, PIXELS),
      prints[best]!.printOf(component, inks[row]!),
    );
    noisiness[row] = expectedFlips(own[best]!.byFault);
  });
  return { digits, none, noisiness };
}

/** The mean share of ground that is ink, over faults by their probability. */
function expectedFlips(byFault: Float64Array): number {
  const total = logSumExp(byFault);
  return byFault.reduce((sum, log, fault) => sum + Math.exp(log - total) * FAULTS[fault]!.gained, 0);
}
