/** What a report carries beside its text for readers to work with. */
import type { Atlas } from '../atlas/gatherEntries.ts';
import type { Playground } from '../playground/gatherPlayground.ts';

/** Each comes with a script; a report without them has none. */
export interface Carried {
  readonly playground?: Playground | null;
  readonly atlas?: Atlas | null;
}
