/** Rung 4: images optimised to fool each judge in turn, by our own search. */
import type { LabelledImages } from '../engine/engine.ts';
import { LEAST_PROBABILITY, pickIntended } from '../judging/answers.ts';
import type { Judge } from '../judging/judge.ts';
import { PIXELS, SIDE, stackImages } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { drawPermutation, openStream, type Stream } from '../math/streams.ts';
import { type AttackTarget, attack } from '../search/attack.ts';
import { type StartTask, startFarFromDigit, startFromDigits, startFromNoise } from './attackStarts.ts';
import { type AttackMethod, nameAttack, RUNG } from './kinds.ts';
import { FOOLED } from './ladderRecord.ts';
import type { MeantImages, RungImages } from './rungImages.ts';

/** Rounds after which an attack ends at the latest. */
const ROUNDS = 8;

/** 2% of the pixels. Few digits become another by so few flips, but some do, to the judges not attacked too. */
const FEW = 16;

/**
 * Pixels that are tried in a round, drawn from the middle 20 x 20, where digits are. A judge need not have a gradient, so
 * every flip that is considered costs a reading: with all pixels the ladder would take days.
 */
const TRIED = 40;

const MIDDLE = 20;
const MARGIN = (SIDE - MIDDLE) / 2;

/** Images of each method against each judge. */
const COUNT = 20;

/** A way of attacking a judge. */
interface Method {
  readonly name: AttackMethod;
  /** Most pixels that may be flipped; any number where not given. */
  readonly distance?: number;
  readonly description: (judge: string) => string;
  /** Null of those that start far from the digit they are to be taken for. */
  readonly makeStarts: ((task: StartTask, stream: Stream) => MeantImages) | null;
}

const METHODS: readonly Method[] = [
  {
    name: 'few flips in noise',
    distance: FEW,
    description: (judge) =>
      `Noise, of which at most ${FEW} pixels are flipped so that ${judge} sees the digit in it: too few to draw one.`,
    makeStarts: startFromNoise,
  },
  {
    name: 'few flips afar',
    distance: FEW,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another that is too far away for so few: training images of their own digit stay nearer, whatever is flipped, and were more alike by SSIM before.`,
    makeStarts: null,
  },
  {
    name: 'few flips',
    distance: FEW,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another, drawn by chance; scored for that other digit.`,
    makeStarts: startFromDigits,
  },
  {
    name: 'many flips',
    description: (judge) =>
      `Real digits, of which pixels are flipped until ${judge} takes them for another, up to eight in each of eight rounds; scored for that other digit.`,
    makeStarts: startFromDigits,
  },
  {
    name: 'from noise',
    description: (judge) =>
      `Noise, of which pixels are flipped until ${judge} sees the digit in it, up to eight in each of eight rounds.`,
    makeStarts: startFromNoise,
  },
];

/** What judges are attacked with. */
export interface AttackTask {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  readonly seed: number;
  /** Images of each method against each judge, and the most rounds; those of a whole run where not given. */
  readonly count?: number | undefined;
  readonly rounds?: number | undefined;
}

/** Images by every method against every judge. A judge is fooled when it finds the digit likelier than not. */
export async function makeAttacks(
  judges: readonly Judge[],
  task: AttackTask,
  onProgress: (line: string) => void,
): Promise<RungImages[]> {
  const made: RungImages[] = [];
  const startTask = { ...task, count: task.count ?? COUNT };
  // The same for every judge, and long to find.
  const far = await startFarFromDigit(startTask, FEW);
  for (const judge of judges) {
    for (const method of METHODS) {
      const kind = nameAttack(method.name, judge.name);
      const starts =
        method.makeStarts === null
          ? far
          : method.makeStarts(startTask, openStream(task.seed, `ladder/${RUNG.fooling}/${kind}`));
      made.push(await attackBy(method, judge, starts, task));
      onProgress(`ladder: rung ${RUNG.fooling}: ${kind}`);
    }
  }
  return made;
}

async function attackBy(
  { name, distance = PIXELS, description }: Method,
  judge: Judge,
  { images: starts, digits }: MeantImages,
  { seed, rounds = ROUNDS }: AttackTask,
): Promise<RungImages> {
  const kind = nameAttack(name, judge.name);
  const target = openTarget(judge, openStream(seed, `ladder/${RUNG.fooling}/${kind}/tried`));
  const limits = { enough: Math.log(FOOLED), rounds, distance };
  const images = await attack(target, starts, digits, limits);
  return { kind, description: description(judge.name), images, digits, attacked: judge.name };
}

/** `judge` as something to attack: in each round some flips of each image are tried, drawn from `stream`. */
export function openTarget(judge: Pick<Judge, 'probabilities'>, stream: Stream): AttackTarget {
  const score: AttackTarget['score'] = async (images, digits) => {
    const probabilities = await judge.probabilities(images);
    return pickIntended(probabilities, digits).map((p) => Math.log(p + LEAST_PROBABILITY));
  };
  return { score, predictFlipGains: (images, digits) => trySomeFlips(score, images, digits, stream) };
}

/** The gain [n, 784] in score of flipping each of some pixels of images [n, 784] alone; 0 of those not tried. */
async function trySomeFlips(
  score: AttackTarget['score'],
  images: Float32Array,
  digits: readonly number[],
  stream: Stream,
): Promise<Float64Array> {
  const tried = digits.map(() => drawPixels(stream));
  const flipped = stackImages(
    tried.flatMap((pixels, row) =>
      pixels.map((pixel) =>
        rowOf(images, row, PIXELS).map((value, at) => (at === pixel ? 1 - value : value)),
      ),
    ),
  );
  const before = await score(images, digits);
  const after = await score(
    flipped,
    digits.flatMap((digit) => new Array<number>(TRIED).fill(digit)),
  );
  const gains = new Float64Array(images.length);
  tried.forEach((pixels, row) => {
    pixels.forEach((pixel, k) => {
      gains[row * PIXELS + pixel] = after[row * TRIED + k]! - before[row]!;
    });
  });
  return gains;
}

/** Different pixels of the middle 20 x 20. */
function drawPixels(stream: Stream): number[] {
  const order = drawPermutation(stream, MIDDLE * MIDDLE).subarray(0, TRIED);
  return Array.from(
    order,
    (place) => (MARGIN + Math.floor(place / MIDDLE)) * SIDE + MARGIN + (place % MIDDLE),
  );
}
