/** Rung 4: images optimised to fool each judge in turn, by our own search. */
import type { Engine, LabelledImages } from '../../engine/engine.ts';
import { binarise } from '../../judging/binary.ts';
import { openFrozenJudge, openWitness } from '../../judging/frozen.ts';
import { openFooling } from '../../judging/ladder/fooling.ts';
import { chooseDigits, type RungImages, stackImages } from '../../judging/ladder/rungImages.ts';
import { CLASSES } from '../../math/images.ts';
import { drawBelow, openStream } from '../../math/streams.ts';
import { attack } from '../../search/attack.ts';
import type { FrozenPanel } from '../panel.ts';

/** Images against each judge: three judges make more than 500. */
const IMAGES = 170;

/** A judge is fooled when it finds the wrong digit likelier than everything else together. */
const FOOLED = 0.5;
const ROUNDS = 40;

/**
 * Images against every judge of the panel: real test digits, of which pixels are flipped until the judge takes them for
 * another digit, and no further. What they are has not changed, so that every other reader should give that other
 * digit nothing.
 */
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
    const judge = await openFrozenJudge(frozen, context);
    const witness = await openWitness(frozen.name, frozen.record.card.parameters, frozen.weights, context);
    const { starts, digits } = drawStarts(frozen.name, seed, data.test);
    const limits = { enough: Math.log(FOOLED), rounds: ROUNDS };
    const images = await attack(openFooling(judge, witness), starts, digits, limits);
    await witness.dispose();
    await judge.dispose();
    rungs.push({
      rung: 4,
      kind: `against ${frozen.name}`,
      description: `Real digits, of which pixels are flipped until ${frozen.name} takes them for another; scored for that other digit.`,
      images,
      digits,
      attacked: frozen.name,
    });
    tell(`ladder: rung 4: against ${frozen.name}`);
  }
  return rungs;
}

/** Real digits, and another digit that each is to be taken for. */
function drawStarts(
  name: string,
  seed: number,
  digits: LabelledImages,
): { starts: Float32Array; digits: number[] } {
  const chosen = chooseDigits({ digits, count: IMAGES, seed: seed + 1 });
  const stream = openStream(seed, `ladder/4/${name}`);
  const { images } = stackImages(chosen.map(({ image, digit }) => ({ image: binarise(image), digit })));
  const meant = chosen.map(({ digit }) => (digit + 1 + drawBelow(stream, CLASSES - 1)) % CLASSES);
  return { starts: images, digits: meant };
}
