/** The marks of a model: the updates after which it is a checkpoint, that is measured and asked for its ideas. */
import { raise } from '../math/powers.ts';
import type { Settings } from './axes.ts';
import { expected } from './errors.ts';

/** The parts of a config that marks depend on. */
interface ScheduledGrid {
  readonly schedule: { readonly checkpoints: 'none' | 'log'; readonly perDoubling: number };
  readonly grid: { readonly batch: readonly number[] };
}

/** Updates made when `epochs` epochs are over: ceil(epochs * images / batch). */
export function updatesAfter(epochs: number, images: number, batch: number): number {
  return Math.ceil((epochs * images) / batch);
}

/**
 * The marks of a model of `settings`, ascending; none where the config wants no checkpoints. `available`: training images of
 * the study. They are 0; round(2^(k / perDoubling)) for k = 0, 1, ... as far as the model goes; where training with each
 * batch size of the grid ends, if the model makes as many updates; and its own end.
 */
export function listMarks(
  { schedule, grid }: ScheduledGrid,
  { batch, epochs, trainImages }: Pick<Settings, 'batch' | 'epochs' | 'trainImages'>,
  available: number,
): number[] {
  if (schedule.checkpoints === 'none') return [];
  const ends = [batch, ...grid.batch].map((size) => updatesAfter(epochs, trainImages ?? available, size));
  const last = ends[0]!;
  const marks = new Set([0, ...ends.filter((end) => end <= last)]);
  for (const mark of listRoundedPowers(schedule.perDoubling, last)) marks.add(mark);
  return [...marks].sort((a, b) => a - b);
}

/**
 * round(2^(k / perDoubling)) for k = 0, 1, ... up to `last`: each is the largest m with m - 1/2 <= 2^(k / perDoubling), found by
 * whole powers alone, which are the same on every machine.
 */
function listRoundedPowers(perDoubling: number, last: number): number[] {
  const marks: number[] = [];
  let mark = 1;
  for (let k = 0; ; k++) {
    while (raise(2 * mark + 1, perDoubling) <= raise(2, k + perDoubling)) mark++;
    if (mark > last) return marks;
    marks.push(mark);
  }
}

/** Searches whose ideas have no grey pixel, wherever they start: at checkpoints a pixel is kept as one bit. */
const BLACK_AND_WHITE = ['coordinate', 'gradient'];

/** Throws a UserError where ideas at checkpoints may have grey pixels; `where` names the config in its line. */
export function assertSearchFitsSchedule(
  { schedule, search }: Pick<ScheduledGrid, 'schedule'> & { readonly search: { readonly method: string } },
  where: string,
): void {
  if (schedule.checkpoints === 'none' || BLACK_AND_WHITE.includes(search.method)) return;
  throw expected(
    `${where}: search.method`,
    `a search whose ideas are black and white (${BLACK_AND_WHITE.join(', ')}) with schedule.checkpoints ${schedule.checkpoints}`,
    search.method,
    'choose one of these, or set schedule.checkpoints to none',
  );
}
