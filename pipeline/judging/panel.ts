/** The panel: judges that read together, and what they make of images together. */
import { NOT_A_DIGIT } from './answers.ts';
import type { Judge } from './judge.ts';
import { pickIntended, poolAnswers } from './pool.ts';

/** Judges that read together. Call `dispose` when done. */
export interface Panel {
  /** Names the judges and, by a hash, what they are made of. */
  readonly version: string;
  readonly judges: readonly Judge[];
  /** Of {@link poolAnswers}. */
  readonly temperature: number;
  /** Probabilities [n, 11] of all judges together of images [n, 784] in [0, 1]. */
  probabilities(images: Float32Array): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/** What fixes a panel beside its judges. */
export interface PanelTemper {
  readonly version: string;
  readonly temperature: number;
}

/** A panel of judges that are already open, at least one, which it disposes of. */
export function assemblePanel(judges: readonly Judge[], { version, temperature }: PanelTemper): Panel {
  return {
    version,
    judges,
    temperature,
    async probabilities(images) {
      const answers: Float64Array[] = [];
      for (const judge of judges) answers.push(await judge.probabilities(images));
      return poolAnswers(answers, temperature);
    },
    async dispose() {
      for (const judge of judges) await judge.dispose();
    },
  };
}

/** What a panel says of images [n, 784] meant to be digits [n], "not a digit" allowed. */
export interface PanelScores {
  /** P(intended digit) [n] of all judges together. */
  readonly panel: Float64Array;
  /** P(intended digit) [n] by judge. */
  readonly judges: Readonly<Record<string, Float64Array>>;
  /** P(not a digit) [n] by judge. */
  readonly notDigit: Readonly<Record<string, Float64Array>>;
  /** Probabilities [n, 11] by judge. */
  readonly answers: Readonly<Record<string, Float64Array>>;
}

/** Scores images [n, 784] in [0, 1] by every judge of the panel. */
export async function scoreImages(
  { judges, temperature }: Pick<Panel, 'judges' | 'temperature'>,
  images: Float32Array,
  digits: readonly number[],
): Promise<PanelScores> {
  const answers: Record<string, Float64Array> = {};
  for (const judge of judges) answers[judge.name] = await judge.probabilities(images);
  const noDigits = digits.map(() => NOT_A_DIGIT);
  const byJudge = (wanted: readonly number[]) =>
    Object.fromEntries(Object.entries(answers).map(([name, own]) => [name, pickIntended(own, wanted)]));
  return {
    panel: pickIntended(poolAnswers(Object.values(answers), temperature), digits),
    judges: byJudge(digits),
    notDigit: byJudge(noDigits),
    answers,
  };
}
