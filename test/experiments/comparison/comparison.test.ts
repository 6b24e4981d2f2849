/** The comparison of searches against the searches themselves. */
import { expect, test } from 'vitest';
import { compare, SEARCHES } from '../../../pipeline/experiments/comparison/comparison.ts';
import { DIGITS, PIXELS } from '../../../pipeline/math/images.ts';
import { search } from '../../../pipeline/search/search.ts';
import { drawStart } from '../../../pipeline/search/starts.ts';
import { searchSchema } from '../../../pipeline/study/config.ts';
import { drawModel } from '../../engine/drawn.ts';
import { withModel } from '../../search/withModel.ts';

const RESTARTS = 2;
/** The searches that are compared, shorter: the same is to be seen. */
const SHORT = Object.fromEntries(
  Object.entries(SEARCHES).map(([name, config]) => [name, { ...config, proposals: 400, updates: 20 }]),
);

test('energies, agreement and spread are those of the images that the searches find', async () => {
  await withModel(drawModel(4, 3), async (model) => {
    const tasks = DIGITS.flatMap((digit) =>
      Array.from({ length: RESTARTS }, (_, restart) => ({
        ...{ digit, restart },
        start: drawStart({ start: 'article', seed: 0 }, digit, restart),
      })),
    );
    const raster = await search(model, tasks, searchSchema.parse({ method: 'coordinate' }));
    const carlo = await search(model, tasks, searchSchema.parse({ method: 'monte-carlo', proposals: 400 }));
    const { record, times } = await compare(model, RESTARTS, SHORT);
    const [first, , third] = record.searches;
    expect(first!.ideas.map(({ energy }) => energy)).toEqual(raster.map(({ energy }) => energy));
    expect(third!.ideas.map(({ energy }) => energy)).toEqual(carlo.map(({ energy }) => energy));

    const share = (one: Float32Array, other: Float32Array) =>
      one.filter((value, pixel) => value === other[pixel]).length / PIXELS;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const agreement = mean(raster.map(({ image }, k) => share(image, carlo[k]!.image)));
    expect(agreement).toBeLessThan(1);
    expect(record.agreement[0]![2]).toBeCloseTo(agreement, 12);
    const spread = mean(DIGITS.map((digit) => share(raster[2 * digit]!.image, raster[2 * digit + 1]!.image)));
    expect(first!.betweenRestarts).toBeCloseTo(spread, 12);

    const last = first!.trace.at(-1)!;
    expect(last.energy).toBeCloseTo(mean(raster.map(({ energy }) => energy)), 4);
    for (const { name, trace } of record.searches) expect(times[name]).toHaveLength(trace.length);
  });
});
