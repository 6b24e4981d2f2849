/** What becomes of a search that is done: its idea, certified. */
import { PIXELS } from '../math/images.ts';
import { certifyImage } from './certificate.ts';
import type { Idea, SearchTask } from './idea.ts';
import type { ModelView } from './modelView.ts';
import type { SnapshotRecorder } from './snapshotRecorder.ts';
import type { RunningSearch } from './speculation.ts';

/** A search that is done. */
interface DoneSearch extends Pick<RunningSearch, 'digit' | 'objective' | 'held' | 'evaluations'> {
  readonly recorder: SnapshotRecorder;
}

/** The idea that `search` found for its task in so many steps, of which 784 are a pass. */
export async function concludeSearch(
  model: ModelView,
  { digit, objective, held, evaluations, recorder }: DoneSearch,
  { restart }: SearchTask,
  steps: number,
): Promise<Idea> {
  const certificate = await certifyImage(model, held.image, digit, objective);
  return {
    digit,
    restart,
    image: held.image,
    energy: certificate.energy,
    evaluations: evaluations + certificate.evaluations,
    steps,
    passes: Math.ceil(steps / PIXELS),
    certified: certificate.isLocalOptimum,
    snapshots: recorder.snapshots,
  };
}
