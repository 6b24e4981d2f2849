/** The panel as the primary score asks it: what no training image inks is not seen. */
import type { Engine } from '../engine/engine.ts';
import { countInked } from '../engine/inkedPixels.ts';
import { type FrozenPanel, openFrozenPanel } from '../judging/frozenPanel.ts';
import type { Judge } from '../judging/judge.ts';
import type { JudgingSplit } from '../judging/judgingData.ts';
import { assemblePanel, type Panel } from '../judging/panel.ts';
import { PIXELS } from '../math/images.ts';

/** Opens the judges, to whom every pixel is 0 that is 0 in all training images, those held out among them. */
export async function openMaskedPanel(
  engine: Engine,
  frozen: FrozenPanel,
  { train, heldOut }: JudgingSplit,
): Promise<Panel> {
  const inked = [train, heldOut].map(({ images }) => countInked(images));
  const isHidden = Array.from({ length: PIXELS }, (_, pixel) => inked.every((counts) => counts[pixel] === 0));
  const panel = await openFrozenPanel(engine, frozen);
  return assemblePanel(
    panel.judges.map((judge) => maskJudge(judge, isHidden)),
    panel,
  );
}

/** `judge`, to whom the pixels that are `isHidden` [784] are 0. */
export function maskJudge(judge: Judge, isHidden: readonly boolean[]): Judge {
  const mask = (images: Float32Array) => images.map((value, at) => (isHidden[at % PIXELS] ? 0 : value));
  return {
    name: judge.name,
    read: (images) => judge.read(mask(images)),
    probabilities: (images) => judge.probabilities(mask(images)),
    dispose: () => judge.dispose(),
  };
}
