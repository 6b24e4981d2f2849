/** Fewest changes of a model that is known by its logits alone are those of the MLP that it is. */
import { expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { findFewestChanges, oppositeOf } from '../../pipeline/search/fewestChanges.ts';
import { changePixelsOf } from '../../pipeline/search/wholeImages.ts';
import { drawModel } from '../engine/drawn.ts';
import { drawImageOf } from './tasks.ts';
import { withModel } from './withModel.ts';

test('fewest changes of an MLP are the same where only its logits and gradients are known', () =>
  withModel(drawModel(6, 2), async (model) => {
    const opaque = changePixelsOf({
      classes: 10,
      outputs: 'logits',
      logits: (images) => model.logits(images),
      inputGradients: (images, cotangents) => model.inputGradients(images, cotangents),
      dispose: async () => undefined,
    });
    const image = drawImageOf([0, 1], 11);
    expect(image).toHaveLength(PIXELS);
    const tasks = [0, 3, 7].map((target) => ({ image, offered: oppositeOf(image), target }));
    const [own, seen] = [
      await findFewestChanges(model, tasks, { budget: 120 }),
      await findFewestChanges(opaque, tasks, { budget: 120 }),
    ];
    expect(seen.map(({ pixels, isReached }) => ({ pixels, isReached }))).toEqual(
      own.map(({ pixels, isReached }) => ({ pixels, isReached })),
    );
    expect(own.some(({ pixels }) => pixels.length > 0)).toBe(true);
  }));

test('an MLP is taken as it is', () =>
  withModel(drawModel(2, 1), async (model) => {
    expect(changePixelsOf(model)).toBe(model);
  }));
