import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesToUnit, DIGITS, PIXELS } from '../../pipeline/math/images.ts';
import { openStarts, type RealDigits, remarkOnStart } from '../../pipeline/models/searchStarts.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { drawImageOf } from '../search/tasks.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

/** Forty images, four of each digit, each of one grey of its own; counts how often they are read. */
function makeDigits(labels = Uint8Array.from({ length: 40 }, (_, row) => row % 10)) {
  const images = Uint8Array.from({ length: labels.length * PIXELS }, (_, at) => Math.floor(at / PIXELS));
  const reads = { count: 0 };
  const digits: RealDigits = {
    identity: async () => 'made',
    images: async () => {
      reads.count++;
      return { images, labels };
    },
  };
  return { digits, images, labels, reads };
}

const rowOf = (start: Float32Array) => Math.round(start[0]! * 255);

describe('a start from a real digit', () => {
  test('is a whole test image of that digit, the same again, and another for some other restart or seed', async () => {
    const { digits, images, labels } = makeDigits();
    const open = (seed: number) => openStarts({ start: 'digit', seed }, digits);
    const starts = await open(0);
    expect(starts.inputs).toEqual({ start_dataset: 'made' });
    const chosen = new Set<number>();
    for (const digit of DIGITS) {
      for (const restart of [0, 1, 2]) {
        const start = await starts.draw(digit, restart);
        const row = rowOf(start);
        expect(labels[row]).toBe(digit);
        expect(start).toEqual(bytesToUnit(images.subarray(row * PIXELS, (row + 1) * PIXELS)));
        expect(await (await open(0)).draw(digit, restart)).toEqual(start);
        chosen.add(row);
      }
    }
    expect(chosen.size).toBeGreaterThan(10);
    const seeded = await open(1);
    const rows = async (from: typeof starts) =>
      Promise.all(DIGITS.map(async (digit) => rowOf(await from.draw(digit, 0))));
    expect(await rows(seeded)).not.toEqual(await rows(starts));
  });

  test('reads the images once for all draws, and not before the first', async () => {
    const { digits, reads } = makeDigits();
    const starts = await openStarts({ start: 'digit', seed: 0 }, digits);
    expect(reads.count).toBe(0);
    await Promise.all(DIGITS.map((digit) => starts.draw(digit, 0)));
    await starts.draw(0, 1);
    expect(reads.count).toBe(1);
  });

  test('of a digit that is not there is refused', async () => {
    const starts = await openStarts({ start: 'digit', seed: 0 }, makeDigits(new Uint8Array(5)).digits);
    await expect(starts.draw(3, 0)).rejects.toThrow(
      /^search\.start: expected a test image of a 3, got none; /,
    );
  });
});

test('a start from a file is its image for every digit, and its inputs have the SHA-256 of the file', async () => {
  const path = join(await openTemporaryFolder(), 'start.vf');
  const image = drawImageOf([0, 0.5, 1], 4);
  await writeFile(path, encodeVf(image));
  const starts = await openStarts({ start: `file:${path}`, seed: 0 }, makeDigits().digits);
  for (const digit of [0, 9]) expect(await starts.draw(digit, 1)).toEqual(image);
  const digest = createHash('sha256').update(encodeVf(image)).digest('hex');
  expect(starts.inputs).toEqual({ start_sha256: digest });
  expect(starts.remark).toBeNull();
});

test('a study hears of a start that is mostly light, and of no other', async () => {
  const folder = await openTemporaryFolder();
  const write = async (name: string, image: Float32Array) => {
    const path = join(folder, name);
    await writeFile(path, encodePng(image));
    return `file:${path}`;
  };
  const paper = await write('paper.png', new Float32Array(PIXELS).fill(1, 10));
  expect(await remarkOnStart({ start: paper })).toMatch(/paper\.png: 99% of it is light; /);
  expect(
    await remarkOnStart({ start: await write('ink.png', new Float32Array(PIXELS).fill(1, 0, 99)) }),
  ).toBeNull();
  expect(await remarkOnStart({ start: 'article' })).toBeNull();
});

test('a blank start needs no images', async () => {
  const { digits, reads } = makeDigits();
  const starts = await openStarts({ start: 'blank', seed: 0 }, digits);
  expect(await starts.draw(5, 0)).toEqual(new Float32Array(PIXELS));
  expect([starts.inputs, reads.count]).toEqual([{}, 0]);
});
