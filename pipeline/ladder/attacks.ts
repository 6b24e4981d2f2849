/** Rung 4: images optimised to fool each judge in turn, by our own search. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { LEAST_PROBABILITY, pickIntended } from '../judging/answers.ts';
import { type FrozenJudge, openFrozenJudge } from '../judging/frozenJudge.ts';
import type { Judge } from '../judging/judge.ts';
import { PIXELS } from '../math/images.ts';
import { rowOf } from '../math/rows.ts';
import { openStream, type Stream } from '../math/streams.ts';
import { type AttackTarget, attack } from '../search/attack.ts';
import { type StartTask, startFarFromDigit, startFromDigits, startFromNoise } from './attackStarts.ts';
import { type AttackMethod, nameAttack, RUNG } from './kinds.ts';
import { FOOLED } from './ladderRecord.ts';
import type { MeantImages, RungImages } from './rungImages.ts';

/** Rounds after which an attack ends at the latest. */
const ROUNDS = 40;

/** 2% of the pixels. Few digits become another by so few flips, but some do, to the judges not attacked too. */
const FEW = 16;

/** A way of attacking a judge. */
interface Method {
  readonly name: AttackMethod;
  /** Images against each judge. */
  readonly count: number;
  /** Most pixels that may be flipped; any number where not given. */
  readonly distance?: number;
  readonly description: (judge: string) => string;
  readonly makeStarts: (task: StartTask, stream: Stream) => Promise<MeantImages>;
}

const METHODS: readonly Method[] = [
  {
    name: 'few flips in noise',
    count: 60,
    distance: FEW,
    description: (judge) =>
      `Noise, of which at most ${FEW} pixels are flipped so that ${judge} sees the digit in it: too few to draw one.`,
    makeStarts: startFromNoise,
  },
  {
    name: 'few flips afar',
    count: 80,
    distance: FEW,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another that is too far away for so few: training images of their own digit stay nearer, whatever is flipped.`,
    makeStarts: (task) => startFarFromDigit(task, FEW),
  },
  {
    name: 'few flips',
    count: 80,
    distance: FEW,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another, drawn by chance; scored for that other digit.`,
    makeStarts: startFromDigits,
  },
  {
    name: 'many flips',
    count: 60,
    description: (judge) =>
      `Real digits, of which pixels are flipped until ${judge} takes them for another, however many that needs; scored for that other digit.`,
    makeStarts: startFromDigits,
  },
  {
    name: 'from noise',
    count: 60,
    description: (judge) =>
      `Noise, of which pixels are flipped until ${judge} sees the digit in it, however many that needs.`,
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
  engine: Engine,
  judges: readonly FrozenJudge[],
  task: AttackTask,
  onProgress: (line: string) => void,
): Promise<RungImages[]> {
  const made: RungImages[] = [];
  for (const frozen of judges) {
    const judge = await openFrozenJudge(frozen, engine);
    try {
      const target = openTarget(judge);
      for (const method of METHODS) {
        made.push(await attackBy(method, frozen.name, target, { engine, ...task }));
        onProgress(`ladder: rung ${RUNG.fooling}: ${made.at(-1)!.kind}`);
      }
    } finally {
      await judge.dispose();
    }
  }
  return made;
}

async function attackBy(
  { name, count, distance = PIXELS, description, makeStarts }: Method,
  attacked: string,
  target: AttackTarget,
  task: AttackTask & { readonly engine: Engine },
): Promise<RungImages> {
  const kind = nameAttack(name, attacked);
  const { images: starts, digits } = await makeStarts(
    { ...task, count: task.count ?? count },
    openStream(task.seed, `ladder/${RUNG.fooling}/${kind}`),
  );
  const limits = { enough: Math.log(FOOLED), rounds: task.rounds ?? ROUNDS, distance };
  const images = await attack(target, starts, digits, limits);
  return { kind, description: description(attacked), images, digits, attacked };
}

/** `judge` as something to attack, by trying every flip. */
export function openTarget(judge: Pick<Judge, 'probabilities'>): AttackTarget {
  const score: AttackTarget['score'] = async (images, digits) => {
    const probabilities = await judge.probabilities(images);
    return pickIntended(probabilities, digits).map((p) => Math.log(p + LEAST_PROBABILITY));
  };
  return { score, predictFlipGains: (images, digits) => tryEveryFlip(score, images, digits) };
}

/** The gain [n, 784] in score of flipping each pixel of images [n, 784] alone. */
async function tryEveryFlip(
  score: AttackTarget['score'],
  images: Float32Array,
  digits: readonly number[],
): Promise<Float64Array> {
  const before = await score(images, digits);
  const gains = new Float64Array(images.length);
  for (const [row, digit] of digits.entries()) {
    const flipped = new Float32Array(PIXELS * PIXELS);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      flipped.set(rowOf(images, row, PIXELS), pixel * PIXELS);
      flipped[pixel * PIXELS + pixel] = 1 - flipped[pixel * PIXELS + pixel]!;
    }
    const after = await score(flipped, new Array<number>(PIXELS).fill(digit));
    gains.set(
      after.map((value) => value - before[row]!),
      row * PIXELS,
    );
  }
  return gains;
}
