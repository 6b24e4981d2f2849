/** Hamming distances between binary images: the number of pixels in which they differ, counted 32 at a time. */
import { PIXELS } from './images.ts';

/** 32-bit words of an image. */
const WORDS = Math.ceil(PIXELS / 32);

/** Binary images, a bit a pixel [n, 25]. */
export type PackedImages = Int32Array;

/** Images [n, 784] packed: bit `pixel` is 1 where the value is at least `threshold`. */
export function packImages(images: ArrayLike<number>, threshold: number): PackedImages {
  const packed = new Int32Array((images.length / PIXELS) * WORDS);
  for (let at = 0; at < images.length; at++) {
    if (images[at]! < threshold) continue;
    const pixel = at % PIXELS;
    packed[Math.floor(at / PIXELS) * WORDS + (pixel >>> 5)]! |= 1 << (pixel & 31);
  }
  return packed;
}

/** The least number of pixels in which image `row` of `images` differs from any of `references`; Infinity for none. */
export function nearestHamming(images: PackedImages, row: number, references: PackedImages): number {
  let nearest = Infinity;
  for (let start = 0; start < references.length; start += WORDS) {
    let differing = 0;
    for (let word = 0; word < WORDS; word++) {
      differing += countBits(images[row * WORDS + word]! ^ references[start + word]!);
    }
    nearest = Math.min(nearest, differing);
  }
  return nearest;
}

/** The bits of a 32-bit word that are 1. Warren, "Hacker's Delight", second edition, 2012, section 5-1. */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
