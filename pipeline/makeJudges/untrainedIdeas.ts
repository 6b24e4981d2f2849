/**
 * Ideas of models that were never trained: what the search makes of initial weights alone.
 *
 * Adebayo et al., "Sanity checks for saliency maps", arXiv 1810.03292: a picture that does not depend on training says
 * nothing about it.
 */
import type { Engine } from '../engine/engine.ts';
import { articleArchitecture, initialiseParameters } from '../engine/parameters.ts';
import { DIGITS, PIXELS } from '../math/images.ts';
import { drawUniform, openStream } from '../math/streams.ts';
import { searchCoordinates } from '../search/coordinate.ts';

/** The widths of the models, in turn. */
const WIDTHS = [16, 32, 64, 128, 256, 512];

/**
 * Ten ideas, of digits 0 to 9, of each of `models` untrained models: images [10 * models, 784], each pixel 0 or 1.
 * Model k has seed `firstSeed` + k; its searches start from uniform noise of their own and run to a 1-flip optimum.
 */
export async function makeUntrainedIdeas(
  engine: Engine,
  models: number,
  firstSeed: number,
): Promise<Float32Array> {
  const images = new Float32Array(models * DIGITS.length * PIXELS);
  for (let k = 0; k < models; k++) {
    const seed = firstSeed + k;
    const architecture = articleArchitecture(WIDTHS[k % WIDTHS.length]!);
    const model = await engine.loadModel(initialiseParameters(architecture, seed));
    const tasks = DIGITS.map((digit) => {
      const stream = openStream(seed, `untrained/start/${digit}`);
      const start = Float32Array.from({ length: PIXELS }, () => drawUniform(stream));
      return { digit, restart: 0, start };
    });
    for (const { digit, image } of await searchCoordinates(model, tasks, { passes: 'converged' })) {
      images.set(image, (k * DIGITS.length + digit) * PIXELS);
    }
    await model.dispose();
  }
  return images;
}
