/** How much the score of a real digit changes by what no eye minds: a pixel to the side, a little more ink, a few flips. */
import { answersTo } from '../judging/answers.ts';
import { blend, flipPixels, unitImage } from '../judging/pixels.ts';
import { rollImage, stackImages } from '../math/images.ts';
import { dilate } from '../math/morphology.ts';
import { mean } from '../math/rows.ts';
import { openStream } from '../math/streams.ts';
import type { Measurements } from '../study/records.ts';
import type { DigitSource } from './images/example.ts';
import { type Measurable, readPrimary } from './measurable.ts';

/** Every fortieth test image, in greys as it is. */
const STRIDE = 40;
/** Share of flipped pixels that counts as a little noise. */
const LITTLE_NOISE = 0.01;
/** The farthest that digits are moved, in pixels. */
const FARTHEST = 4;

const SIDES = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** Mean absolute changes of P(right digit), and its mean by pixels moved. */
export async function measureSmoothness(
  reader: Measurable,
  { digits }: DigitSource,
): Promise<Measurements['smoothness']> {
  const rows = [...digits.labels.keys()].filter((row) => row % STRIDE === 0);
  const images = rows.map((row) => unitImage(digits, row));
  const read = async (changed: readonly Float32Array[]) => {
    const probabilities = await readPrimary(reader, stackImages(changed));
    return rows.map((row, at) => answersTo(at, probabilities)[digits.labels[row]!]!);
  };
  const before = await read(images);
  const changeTo = (after: readonly number[]) =>
    mean(after.map((score, at) => Math.abs(score - before[at]!)));
  const moved: number[][] = [];
  for (let pixels = 1; pixels <= FARTHEST; pixels++) {
    for (const [dx, dy] of SIDES) {
      moved.push(await read(images.map((image) => rollImage(image, pixels * dx, pixels * dy))));
    }
  }
  const stream = openStream(0, 'judges/smoothness');
  return {
    images: rows.length,
    shifted: mean(moved.slice(0, SIDES.length).map(changeTo)),
    thickened: changeTo(await read(images.map(thicken))),
    noised: changeTo(await read(images.map((image) => flipPixels(image, LITTLE_NOISE, stream)))),
    shifts: [
      { pixels: 0, recognisability: mean(before) },
      ...Array.from({ length: FARTHEST }, (_, k) => ({
        pixels: k + 1,
        recognisability: mean(moved.slice(k * SIDES.length, (k + 1) * SIDES.length).flat()),
      })),
    ],
  };
}

/** Half of the ink that a pixel more round each stroke would be, as a pen draws that is half a pixel wider on each side. */
function thicken(image: Float32Array): Float32Array {
  return blend(image, dilate(image), 0.5);
}
