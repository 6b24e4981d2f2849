import { describe, expect, test } from 'vitest';
import { isTensorFlowInstalled, openTensorFlow } from '../../pipeline/engine/tfjs/library.ts';
import { parseAbs, serialiseAbs } from '../../pipeline/judging/abs/absBytes.ts';
import { type AbsSizes, fitAbs } from '../../pipeline/makeJudges/absFit.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { makeDigits } from '../judging/digits.ts';

const SIZES: AbsSizes = { updates: { digits: 1, others: 1 }, drawings: 5 };

describe.runIf(isTensorFlowInstalled())('a fit of the judge by synthesis', () => {
  test('is the same from the same images, and is as it is stored', async () => {
    const tf = await openTensorFlow();
    const learning = { digits: makeDigits(), untrainedIdeas: new Float32Array(PIXELS) };
    const told: string[] = [];
    const network = await fitAbs(tf, learning, SIZES, (part, update) => told.push(`${part} ${update}`));
    expect(told).toEqual(['digits 0', 'others 0']);
    const bytes = serialiseAbs(network);
    expect(Buffer.compare(serialiseAbs(parseAbs(bytes, 'abs.bin')), bytes)).toBe(0);
    expect(Buffer.compare(serialiseAbs(await fitAbs(tf, learning, SIZES)), bytes)).toBe(0);
  });
});
