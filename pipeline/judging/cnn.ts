/**
 * The convolutional judge: what do networks read that have seen digits through noise and damage, and much that is no digit?
 *
 * A small ensemble (Hansen and Salamon, "Neural network ensembles", IEEE TPAMI 12(10), 1990): networks that differ in
 * their start and in the order of their images err in part for reasons of their own, and their mean errs less.
 */
import {
  type ConvNet,
  countConvNetParameters,
  type LayerShape,
  parseConvNet,
  serialiseConvNet,
} from '../engine/convNet.ts';
import type { Classifier, Reader } from '../engine/engine.ts';
import { CLASSES, PIXELS } from '../math/images.ts';
import { logSumExp, rowOf } from '../math/rows.ts';
import { expected } from '../study/errors.ts';
import { centreImages } from './centring.ts';
import type { Evidence, EvidenceModel } from './evidenceModel.ts';
import { atEachTolerance } from './tolerance.ts';

/** What a network answers: ten digits in little noise, the same in more, and "not a digit". */
export const NETWORK_ANSWERS = 2 * CLASSES + 1;

/** Where a digit in more than little noise stands among a network's answers, before the digit itself is added. */
export const IN_MORE_NOISE = CLASSES;

/** Where "not a digit" stands among them. */
export const NETWORK_NONE = 2 * CLASSES;

/** Networks of the ensemble. */
export const MEMBERS = 3;

/** 191,669 parameters a network. A first stride of 2 halves the work; 5 x 5 pixels together are what averages noise out. */
export const CNN_LAYERS: readonly LayerShape[] = [
  { kind: 'conv', kernel: 5, stride: 2, inputs: 1, outputs: 16 }, // -> [16, 14, 14]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 16, outputs: 32 },
  { kind: 'conv', kernel: 3, stride: 2, inputs: 32, outputs: 48 }, // -> [48, 7, 7]
  { kind: 'conv', kernel: 3, stride: 1, inputs: 48, outputs: 48 },
  { kind: 'dense', inputs: 2352, outputs: 64 },
  { kind: 'dense', inputs: 64, outputs: NETWORK_ANSWERS },
];

/** The networks of an ensemble one after the other, as bytes. */
export function serialiseEnsemble(networks: readonly ConvNet[]): Uint8Array {
  return Buffer.concat(networks.map(serialiseConvNet));
}

/** What {@link serialiseEnsemble} wrote. Throws a UserError that names `where` for a length it cannot have written. */
export function parseEnsemble(bytes: Uint8Array, where: string): ConvNet[] {
  const size = 4 * countConvNetParameters(CNN_LAYERS);
  const members = bytes.length / size;
  if (!Number.isInteger(members) || members < 1) {
    throw expected(
      where,
      `a multiple of ${size} bytes`,
      `${bytes.length}`,
      'restore the file from the repository',
    );
  }
  return Array.from({ length: members }, (_, at) =>
    parseConvNet(CNN_LAYERS, bytes.subarray(at * size, (at + 1) * size), where),
  );
}

/**
 * Opens the evidence model of trained `networks`. With m [n, 21] the mean of their log probabilities: at `much` noise the
 * digits' evidence is log(exp m_d + exp m_(10 + d)), at `little` it is m_d, and what is left, log odds to any digit, is
 * "not a digit". Images are centred first.
 */
export async function openCnn(
  engine: Pick<Reader, 'openClassifier'>,
  networks: readonly ConvNet[],
): Promise<EvidenceModel> {
  const members: Classifier[] = [];
  for (const network of networks) members.push(await engine.openClassifier(network));
  return {
    async evidence(images) {
      const centred = centreImages(images);
      const logs = new Float64Array((images.length / PIXELS) * NETWORK_ANSWERS);
      for (const member of members) addLogProbabilities(await member.logits(centred), members.length, logs);
      return atEachTolerance((tolerance) => weighAnswers(logs, tolerance === 'much'));
    },
    async dispose() {
      for (const member of members) await member.dispose();
    },
  };
}

/** Adds (logits - their log-sum-exp) / count to `sums`, row by row [n, 21]. */
function addLogProbabilities(logits: Float32Array, count: number, sums: Float64Array): void {
  for (let row = 0; row * NETWORK_ANSWERS < logits.length; row++) {
    const own = rowOf(logits, row, NETWORK_ANSWERS);
    const total = logSumExp(own);
    own.forEach((logit, at) => {
      sums[row * NETWORK_ANSWERS + at]! += (logit - total) / count;
    });
  }
}

/** The evidence in mean log probabilities [n, 21]; digits in more noise are digits, or else none. */
function weighAnswers(logs: Float64Array, isMuchAllowed: boolean): Evidence {
  const count = logs.length / NETWORK_ANSWERS;
  const digits = new Float64Array(count * CLASSES);
  const none = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const own = rowOf(logs, row, NETWORK_ANSWERS);
    const little = own.subarray(0, CLASSES);
    const more = own.subarray(IN_MORE_NOISE, IN_MORE_NOISE + CLASSES);
    const seen = isMuchAllowed ? little.map((log, digit) => logSumExp([log, more[digit]!])) : little;
    const rest = isMuchAllowed ? [own[NETWORK_NONE]!] : [own[NETWORK_NONE]!, ...more];
    digits.set(seen, row * CLASSES);
    none[row] = logSumExp(rest) - logSumExp(seen);
  }
  return { digits, none, noisiness: new Float64Array(count) };
}
