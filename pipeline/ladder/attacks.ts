/** Rung 4: images optimised to fool each judge in turn, by our own search. */
import type { Engine, LabelledImages } from '../engine/engine.ts';
import { type FrozenJudge, type JudgeContext, openFrozenJudge, openWitness } from '../judging/frozen.ts';
import type { FrozenPanel } from '../judging/frozenPanel.ts';
import { PIXELS } from '../math/images.ts';
import { openStream, type Stream } from '../math/streams.ts';
import { attack } from '../search/attack.ts';
import {
  type Starts,
  type StartTask,
  startFarFromDigit,
  startFromDigits,
  startFromNoise,
} from './attackStarts.ts';
import { type Fooling, openFooling } from './fooling.ts';
import { FOOLED, nameAttack } from './ladderRecord.ts';
import type { RungImages } from './rungImages.ts';

const ROUNDS = 40;

/** 2% of the pixels. Few digits become another by so few flips, but some do, to the judges not attacked too. */
const FEW = 16;

/** A way of attacking a judge. */
interface Method {
  readonly name: string;
  /** Images against each judge. */
  readonly count: number;
  /** Most pixels that may be flipped; any number where not given. */
  readonly distance?: number;
  readonly description: (judge: string) => string;
  readonly drawStarts: (task: StartTask, stream: Stream) => Promise<Starts>;
}

const METHODS: readonly Method[] = [
  {
    name: 'few flips in noise',
    count: 60,
    distance: FEW,
    description: (judge) =>
      `Noise, of which at most ${FEW} pixels are flipped so that ${judge} sees the digit in it: too few to draw one.`,
    drawStarts: startFromNoise,
  },
  {
    name: 'few flips afar',
    count: 80,
    distance: FEW,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another that is too far away for so few: training images of their own digit stay nearer, whatever is flipped.`,
    drawStarts: (task) => startFarFromDigit(task, FEW),
  },
  {
    name: 'few flips',
    count: 80,
    distance: FEW,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another, drawn by chance; scored for that other digit.`,
    drawStarts: startFromDigits,
  },
  {
    name: 'many flips',
    count: 60,
    description: (judge) =>
      `Real digits, of which pixels are flipped until ${judge} takes them for another, however many that needs; scored for that other digit.`,
    drawStarts: startFromDigits,
  },
  {
    name: 'from noise',
    count: 60,
    description: (judge) =>
      `Noise, of which pixels are flipped until ${judge} sees the digit in it, however many that needs.`,
    drawStarts: startFromNoise,
  },
];

/** Images by every method against every judge of the panel. A judge is fooled when it finds the digit likelier than not. */
export async function makeAttacks(
  engine: Engine,
  panel: FrozenPanel,
  data: { readonly train: LabelledImages; readonly test: LabelledImages },
  seed: number,
  tell: (line: string) => void,
): Promise<RungImages[]> {
  const rungs: RungImages[] = [];
  for (const frozen of panel.judges) {
    const context = { engine, references: data.train };
    await useFooling(frozen, context, async (fooling) => {
      for (const method of METHODS) {
        rungs.push(await attackBy(method, frozen.name, fooling, { engine, seed, ...data }));
        tell(`ladder: rung 4: ${rungs.at(-1)!.kind}`);
      }
    });
  }
  return rungs;
}

/** Opens a judge and its witness as something to attack, and disposes of both whatever happens. */
async function useFooling(
  frozen: FrozenJudge,
  context: JudgeContext,
  use: (fooling: Fooling) => Promise<void>,
): Promise<void> {
  const judge = await openFrozenJudge(frozen, context);
  try {
    const witness = await openWitness(frozen.name, frozen.record.card.parameters, frozen.weights, context);
    try {
      await use(openFooling(judge, witness));
    } finally {
      await witness.dispose();
    }
  } finally {
    await judge.dispose();
  }
}

async function attackBy(
  { name, count, distance = PIXELS, description, drawStarts }: Method,
  attacked: string,
  fooling: Fooling,
  task: Omit<StartTask, 'count'>,
): Promise<RungImages> {
  const kind = nameAttack(name, attacked);
  const { images: starts, digits } = await drawStarts(
    { ...task, count },
    openStream(task.seed, `ladder/4/${kind}`),
  );
  const limits = { enough: Math.log(FOOLED), rounds: ROUNDS, distance };
  const images = await attack(fooling, starts, digits, limits);
  return { rung: 4, kind, description: description(attacked), images, digits, attacked };
}
