/** Where searches start. */
import { PIXELS } from '../math/images.ts';
import { drawLibstdcxxUniform, drawUniform, openMersenneTwister, openStream } from '../math/streams.ts';

/** Starts that need nothing but a seed. */
export type StartName = 'article' | 'article-and-seeded' | 'seeded' | 'blank';

/**
 * The image [784] in [0, 1) from which the search for `digit` starts.
 *
 * `article`: the same for every digit. Restart r takes the r-th 784 draws of std::mt19937 with its default seed, so
 * that restart 0 is the article's image to the bit. `seeded`: an image for every digit and restart, the same for
 * every model. `article-and-seeded`: restart 0 is the article's, the others are those of `seeded`. `blank`: no ink.
 */
export function drawStart(
  config: { readonly start: StartName; readonly seed: number },
  digit: number,
  restart: number,
): Float32Array {
  if (config.start === 'blank') return new Float32Array(PIXELS);
  if (config.start === 'seeded' || (config.start === 'article-and-seeded' && restart > 0)) {
    const stream = openStream(config.seed, `search/start/${digit}/${restart}`);
    return Float32Array.from({ length: PIXELS }, () => drawUniform(stream));
  }
  const twister = openMersenneTwister();
  for (let skipped = 0; skipped < restart * PIXELS; skipped++) drawLibstdcxxUniform(twister);
  return Float32Array.from({ length: PIXELS }, () => drawLibstdcxxUniform(twister));
}
