/** Rung 4: images optimised to fool each judge in turn, by our own search. */
import type { Engine, LabelledImages } from '../../engine/engine.ts';
import { binarise } from '../../judging/binary.ts';
import { type FrozenJudge, type JudgeContext, openFrozenJudge, openWitness } from '../../judging/frozen.ts';
import { type Fooling, openFooling } from '../../judging/ladder/fooling.ts';
import { chooseDigits, type RungImages, stackImages } from '../../judging/ladder/rungImages.ts';
import { CLASSES, PIXELS } from '../../math/images.ts';
import { drawBelow, openStream, type Stream } from '../../math/streams.ts';
import { attack } from '../../search/attack.ts';
import { FOOLED } from '../../study/ladder.ts';
import type { FrozenPanel } from '../panel.ts';

const ROUNDS = 40;

/** 2% of the pixels. Few digits seem to become another by so few flips, but some do, to the judges not attacked too. */
const FEW = 16;

/** Start images [n, 784], each pixel 0 or 1, and the digits [n] that they are to be taken for. */
interface Starts {
  readonly images: Float32Array;
  readonly digits: readonly number[];
}

/** A way of attacking a judge. */
interface Method {
  /** Images against each judge; three judges and three methods make 600. */
  readonly count: number;
  /** Most pixels that may be flipped; any number where not given. */
  readonly distance?: number;
  readonly kind: (judge: string) => string;
  readonly description: (judge: string) => string;
  readonly drawStarts: (test: LabelledImages, count: number, seed: number, stream: Stream) => Starts;
}

const METHODS: readonly Method[] = [
  {
    count: 80,
    distance: FEW,
    kind: (judge) => `few flips against ${judge}`,
    description: (judge) =>
      `Real digits, of which at most ${FEW} pixels are flipped so that ${judge} takes them for another; scored for that other digit.`,
    drawStarts: startFromDigits,
  },
  {
    count: 60,
    kind: (judge) => `many flips against ${judge}`,
    description: (judge) =>
      `Real digits, of which pixels are flipped until ${judge} takes them for another, however many that needs; scored for that other digit.`,
    drawStarts: startFromDigits,
  },
  {
    count: 60,
    kind: (judge) => `from noise against ${judge}`,
    description: (judge) => `Noise, of which pixels are flipped until ${judge} sees the digit in it.`,
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
        rungs.push(await attackBy(method, frozen.name, fooling, data.test, seed));
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
  { count, distance = PIXELS, kind, description, drawStarts }: Method,
  attacked: string,
  fooling: Fooling,
  test: LabelledImages,
  seed: number,
): Promise<RungImages> {
  const stream = openStream(seed, `ladder/4/${kind(attacked)}`);
  const { images: starts, digits } = drawStarts(test, count, seed, stream);
  const limits = { enough: Math.log(FOOLED), rounds: ROUNDS, distance };
  const images = await attack(fooling, starts, digits, limits);
  return { rung: 4, kind: kind(attacked), description: description(attacked), images, digits, attacked };
}

/** Real digits, each to be taken for another, drawn from `stream`. */
function startFromDigits(test: LabelledImages, count: number, seed: number, stream: Stream): Starts {
  const chosen = chooseDigits({ digits: test, count, seed: seed + 1 });
  const { images } = stackImages(chosen.map(({ image, digit }) => ({ image: binarise(image), digit })));
  const digits = chosen.map(({ digit }) => (digit + 1 + drawBelow(stream, CLASSES - 1)) % CLASSES);
  return { images, digits };
}

/** Every pixel ink or not by the toss of a coin, drawn from `stream`. */
function startFromNoise(_: LabelledImages, count: number, __: number, stream: Stream): Starts {
  const images = Float32Array.from({ length: count * PIXELS }, () => drawBelow(stream, 2));
  return { images, digits: Array.from({ length: count }, (_image, at) => at % CLASSES) };
}
