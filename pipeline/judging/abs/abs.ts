/**
 * The judge by analysis by synthesis: how well can the image be drawn as a digit, and how well as something else?
 *
 * Each digit has a decoder, which draws nothing but that digit; the drawing nearest to the image is sought, and what is left
 * over is taken for flipped pixels. Schott, Rauber, Bethge and Brendel, arXiv 1805.09190. The judge that predicted people
 * best in Golan, Raju and Kriegeskorte, PNAS 2020, 117(47).
 */
import type { Reader } from '../../engine/engine.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { argmax, logSumExp, rowOf } from '../../math/rows.ts';
import { centreImages } from '../centring.ts';
import type { Evidence, EvidenceModel } from '../evidenceModel.ts';
import type { Margin } from '../margin.ts';
import { weighNone } from '../noiseLikelihood.ts';
import { residualCoherence } from '../residual.ts';
import { atEachTolerance, MOST_FLIPPED, type Tolerance } from '../tolerance.ts';
import type { AbsNetwork } from './autoencoders.ts';
import { type Explanation, openExplainer } from './explain.ts';
import { FAULT_RATES, noiseLikelihood, printPicture, readMargins } from './faults.ts';

/** Numbers of evidence for "not a digit": log odds of everything else, those of other drawings alone, what is left over. */
const CHANNELS = 3;

/** Images that are explained together: their signals and drawings stay in the processor's cache. */
const CHUNK = 16;

/**
 * Opens the evidence model of `network`. log p(x | digit) = log sum_f p(x | z_f, f) p(z_f), up to a constant, over the fault
 * rates f that a tolerance allows, z_f being the best latent vector found and the margin no part of the drawing or one; everything else is other drawings in any fault,
 * noise of any ink fraction, and digits with the other fault rates.
 */
export async function openAbs(engine: Reader, network: AbsNetwork): Promise<EvidenceModel> {
  const digits = await openExplainer(engine, network.digits);
  const others = await openExplainer(engine, network.others);
  return {
    async evidence(images) {
      const read: ReadImage[] = [];
      for (let at = 0; at < images.length; at += CHUNK * PIXELS) {
        const centred = centreImages(images.subarray(at, at + CHUNK * PIXELS));
        const rows = Array.from({ length: centred.length / PIXELS }, (_, row) => rowOf(centred, row, PIXELS));
        const margins = rows.map(readMargins);
        const [asDigits, asOthers] = [
          await digits.explain(centred, margins),
          await others.explain(centred, margins),
        ];
        rows.forEach((image, row) => {
          read.push(readImage({ image, margins: margins[row]! }, asDigits[row]!, asOthers[row]!));
        });
      }
      return atEachTolerance((tolerance) => weigh(read, tolerance));
    },
    async dispose() {
      await digits.dispose();
      await others.dispose();
    },
  };
}

/** What is known of an image, whatever the tolerance; logarithms in nats. */
interface ReadImage {
  /** By digit and fault rate. */
  readonly logJoints: readonly Float64Array[];
  readonly other: number;
  readonly noise: number;
  readonly coherence: number;
  /** The fault rate that is expected under the best digit. */
  readonly fault: number;
}

function readImage(
  { image, margins }: { readonly image: Float32Array; readonly margins: readonly Margin[] },
  asDigits: readonly Explanation[],
  asOthers: readonly Explanation[],
): ReadImage {
  const totals = asDigits.map(({ logJoints }) => logSumExp(logJoints));
  const best = argmax(totals);
  const { logJoints, signedInk } = asDigits[best]!;
  const fault = FAULT_RATES.reduce(
    (sum, rate, at) => sum + rate * Math.exp(logJoints[at]! - totals[best]!),
    0,
  );
  return {
    logJoints: asDigits.map((explanation) => explanation.logJoints),
    other: logSumExp(asOthers.map((explanation) => logSumExp(explanation.logJoints))),
    noise: noiseLikelihood(image),
    coherence: residualCoherence(image, printPicture(image, signedInk, fault, margins)),
    fault,
  };
}

function weigh(read: readonly ReadImage[], tolerance: Tolerance): Evidence {
  const digits = new Float64Array(read.length * CLASSES);
  const none = new Float64Array(read.length * CHANNELS);
  const allowed = FAULT_RATES.filter((rate) => rate <= MOST_FLIPPED[tolerance]).length;
  read.forEach(({ logJoints, other, noise, coherence }, row) => {
    const own = logJoints.map((logs) => logSumExp(logs.subarray(0, allowed)));
    const refused = logJoints.flatMap((logs) => Array.from(logs.subarray(allowed)));
    const any = logSumExp(own);
    digits.set(own, row * CLASSES);
    none[row * CHANNELS] = weighNone(logSumExp([other, noise, ...refused]), any);
    none[row * CHANNELS + 1] = weighNone(other, any);
    none[row * CHANNELS + 2] = coherence;
  });
  return { digits, none, noisiness: Float64Array.from(read, ({ fault }) => fault) };
}
