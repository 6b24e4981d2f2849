/** Searches of a model whose logits overflow must end, in one line. */
import { expect, test } from 'vitest';
import { search } from '../../pipeline/search/search.ts';
import { METHOD_NAMES, OBJECTIVE_NAMES, searchSchema } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { arrayOf, drawModel, withArrays } from '../engine/drawn.ts';
import { startSeeded } from './tasks.ts';
import { withModel } from './withModel.ts';

const model = drawModel(8, 1);
const diverged = withArrays(model, {
  w1: arrayOf(model, 'w1').map((w) => w * 1e30),
  w2: arrayOf(model, 'w2').map((w) => w * 1e30),
});

test.each(METHOD_NAMES.flatMap((method) => OBJECTIVE_NAMES.map((objective) => [method, objective] as const)))(
  'a %s search for the %s is refused where logits are not finite',
  async (method, objective) => {
    const config = searchSchema.parse({ method, objective });
    const found = withModel(diverged, (loaded) => search(loaded, startSeeded([3], 1), config));
    await expect(found).rejects.toThrow(UserError);
    await expect(found).rejects.toThrow(
      /^search: expected finite logits for digit 3, got (NaN|-?Infinity); use a model/,
    );
  },
);
