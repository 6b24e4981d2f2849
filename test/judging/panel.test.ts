import { describe, expect, test } from 'vitest';
import type { JudgeFit } from '../../pipeline/judging/judge.ts';
import { splitHeldOut } from '../../pipeline/judging/judgingData.ts';
import { fitPanel, openPanel, panelFit, scoreVersion } from '../../pipeline/judging/panel.ts';
import { DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { makeDigits } from './digits.ts';
import { plainEngine } from './plainDistances.ts';

const kde: JudgeFit = {
  judge: 'kde',
  revision: 1,
  parameters: { bandwidth: 1.25 },
  dataSha256: { references: 'aa', heldOut: 'bb' },
};
const cnn: JudgeFit = { judge: 'cnn', revision: 1, parameters: {}, dataSha256: { train: 'aa' } };

describe('scoreVersion', () => {
  test('names the judges in alphabetical order, and does not depend on the order of anything', () => {
    expect(scoreVersion([kde])).toMatch(/^kde-[0-9a-f]{8}$/);
    expect(scoreVersion([kde, cnn])).toMatch(/^cnn\+kde-[0-9a-f]{8}$/);
    expect(scoreVersion([cnn, kde])).toBe(scoreVersion([kde, cnn]));
    expect(scoreVersion([{ ...kde, dataSha256: { heldOut: 'bb', references: 'aa' } }])).toBe(
      scoreVersion([kde]),
    );
  });

  test.each([
    ['a parameter', { ...kde, parameters: { bandwidth: 1.26 } }],
    ['the data', { ...kde, dataSha256: { references: 'aa', heldOut: 'bc' } }],
    ['the method', { ...kde, revision: 2 }],
  ])('changes with %s', (_, changed) => {
    expect(scoreVersion([changed])).not.toBe(scoreVersion([kde]));
  });
});

describe('a panel', () => {
  // Three times the twenty made images, of which the last six are held out.
  const once = makeDigits();
  const training = {
    images: Uint8Array.from({ length: 60 * PIXELS }, (_, at) => once.images[at % (20 * PIXELS)]!),
    labels: Uint8Array.from({ length: 60 }, (_, row) => once.labels[row % 20]!),
  };
  const task = { judges: ['kde' as const], training, test: once };

  test('is fitted once, survives a file, and reads what it was fitted to', async () => {
    const fits = await fitPanel(plainEngine, task);
    const stored = panelFit.parse(JSON.parse(JSON.stringify(fits)));
    const panel = await openPanel(plainEngine, training, stored);
    expect(panel.version).toBe(scoreVersion(fits));
    expect(panel.cards.map((card) => card.name)).toEqual(['kde']);
    expect(panel.cards[0]).toMatchObject({
      testImages: 20,
      parameters: { bandwidth: fits[0]!.parameters.bandwidth },
    });
    const first = Float32Array.from(once.images, (byte) => byte / 255);
    const readings = await panel.judges[0]!.read(first, Array.from(once.labels));
    expect(readings.map((reading) => reading.top)).toEqual(DIGITS.flatMap((digit) => [digit, digit]));
    await panel.dispose();
  });

  test('fits to the same result twice', async () => {
    expect(await fitPanel(plainEngine, task)).toEqual(await fitPanel(plainEngine, task));
  });

  test('gives a digit without held-out images no typicality', async () => {
    const [fit] = await fitPanel(plainEngine, task);
    const { heldOut } = splitHeldOut(training);
    expect(Array.from(heldOut.labels)).toEqual([7, 7, 8, 8, 9, 9]);
    expect(fit!.typicality.map((logs) => logs.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 2, 2, 2]);
    const panel = await openPanel(plainEngine, training, [fit!]);
    const readings = await panel.judges[0]!.read(new Float32Array(2 * PIXELS), [0, 9]);
    expect(readings.map((reading) => reading.typicality === null)).toEqual([true, false]);
  });
});
