/**
 * The floor under the time of a training step: its matrix products alone, by the fastest of the libraries at hand. The dense
 * floor is over all 784 pixels. The engines leave out, exactly, the pixels that a batch does not ink, so that a step can be
 * faster than that; the second floor is over as many pixels as a batch of that size inks.
 */
import { PIXELS } from '../math/images.ts';
import type { BenchRow } from './benchTable.ts';
import { countOperations, type ProductMaker, type Products, planStep } from './products.ts';
import { chooseUnits, type TimedTask, type Timing, type Timings } from './rounds.ts';
import { nameSize, type TrainingSize } from './trainingSizes.ts';

/** Name of the row of a step's matrix products over `pixels` by the library `maker`, or by the fastest where none is named. */
export function floorRow(size: TrainingSize, pixels = PIXELS, maker?: string): string {
  const over = pixels === PIXELS ? '' : ` over ${pixels} inked pixels`;
  return `matrix products ${nameSize(size)}${over}${maker === undefined ? '' : `, ${maker}`}`;
}

/** The tasks that time the floors of one size. Call `dispose` when done. */
export interface FloorBench {
  readonly tasks: readonly TimedTask[];
  dispose(): Promise<void>;
}

/** How long to measure, over how many inked pixels beside all. */
export interface FloorPlan {
  readonly inkedPixels: number;
  readonly targetMs: number;
}

/** Opens both floors of `size` by every one of the libraries. */
export async function openFloors(
  size: TrainingSize,
  makers: readonly ProductMaker[],
  { inkedPixels, targetMs }: FloorPlan,
): Promise<FloorBench> {
  const [hidden, batch] = size;
  const tasks: TimedTask[] = [];
  const opened: Products[] = [];
  for (const maker of makers) {
    for (const pixels of [PIXELS, inkedPixels]) {
      const products = await maker.openProducts(planStep({ hidden, batch, pixels }, maker.weightRows));
      opened.push(products);
      const units = await chooseUnits((times) => products.run(times), targetMs, 1);
      tasks.push({ name: floorRow(size, pixels, maker.name), units, run: () => products.run(units) });
    }
  }
  return {
    tasks,
    dispose: async () => {
      for (const products of opened) await products.dispose();
    },
  };
}

/** A floor of one size: the fastest library's times, and its name. */
export interface Floor extends Timing {
  readonly maker: string;
}

/** The floor over `pixels`, by the best times. */
export function findFloor(
  size: TrainingSize,
  pixels: number,
  makers: readonly string[],
  timings: Timings,
): Floor {
  return findFastest(makers, (maker) => timings.get(floorRow(size, pixels, maker))!);
}

/** The fastest of the libraries, by the best times. */
export function findFastest(makers: readonly string[], timingOf: (maker: string) => Timing): Floor {
  const timed = makers.map((maker) => ({ maker, ...timingOf(maker) }));
  return timed.reduce((fastest, one) => (one.bestMs < fastest.bestMs ? one : fastest));
}

/** The rows of the floor over `pixels`: the fastest library's, with all libraries' best times, and its rate. */
export function floorRows(
  size: TrainingSize,
  pixels: number,
  makers: readonly string[],
  timings: Timings,
): BenchRow[] {
  const [hidden, batch] = size;
  const { maker, medianMs, bestMs, quartilesMs } = findFloor(size, pixels, makers, timings);
  const rate = countOperations(planStep({ hidden, batch, pixels }, 'inputs')) / bestMs / 1e6;
  const others = makers.map(
    (name) => `${name} ${timings.get(floorRow(size, pixels, name))!.bestMs.toPrecision(3)}`,
  );
  const remark = `${maker}, ${rate.toPrecision(3)} GFLOP/s; ${others.join(', ')}`;
  const name = floorRow(size, pixels);
  return [{ name, value: medianMs, best: bestMs, quartiles: quartilesMs, unit: 'ms', remark }];
}
