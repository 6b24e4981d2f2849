/** The panel: judges that read together. */
import { ANSWERS } from './answers.ts';
import type { Judge } from './judge.ts';

/** Judges that read together. Call `dispose` when done. */
export interface Panel {
  /** Names the judges and, by a hash, what they are made of. */
  readonly version: string;
  readonly judges: readonly Judge[];
  dispose(): Promise<void>;
}

/** A panel of judges that are already open, at least one, which it disposes of. */
export function assemblePanel(judges: readonly Judge[], version: string): Panel {
  return {
    version,
    judges,
    async dispose() {
      for (const judge of judges) await judge.dispose();
    },
  };
}

/** P(intended digit), "not a digit" allowed, of images [n, 784] meant to be `digits` [n]. */
export interface PanelScores {
  /** Mean over judges [n]. */
  readonly panel: Float64Array;
  /** By judge [n]. */
  readonly judges: Readonly<Record<string, Float64Array>>;
  /** P(not a digit) by judge [n]. */
  readonly notDigit: Readonly<Record<string, Float64Array>>;
}

/** Scores images [n, 784] in [0, 1] by every judge of the panel. */
export async function scoreImages(
  panel: Panel,
  images: Float32Array,
  digits: readonly number[],
): Promise<PanelScores> {
  const judges: Record<string, Float64Array> = {};
  const notDigit: Record<string, Float64Array> = {};
  for (const judge of panel.judges) {
    const probabilities = await judge.probabilities(images);
    const answers = (answerTo: (row: number) => number) =>
      Float64Array.from(digits, (_, row) => probabilities[row * ANSWERS + answerTo(row)]!);
    judges[judge.name] = answers((row) => digits[row]!);
    notDigit[judge.name] = answers(() => ANSWERS - 1);
  }
  return { panel: meanOver(Object.values(judges)), judges, notDigit };
}

/** The element-wise mean of lists of one length, at least one list. */
export function meanOver(lists: readonly Float64Array[]): Float64Array {
  return lists[0]!.map((_, at) => lists.reduce((sum, list) => sum + list[at]!, 0) / lists.length);
}
