/** The ways of scoring an idea whose effects are co-primary: three readings, and each family of judges in the primary one. */
import { mean } from '../math/rows.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { IdeaScores, StudyTable, TableIdea } from './studyTable.ts';

/** One way of scoring. */
export interface Way {
  /** `masked`, `whole`, `framed`, or the name of a family. */
  readonly name: string;
  readonly kind: 'reading' | 'family';
  /** `masked images`, `the family network`. */
  readonly title: string;
  scoreOf(scores: IdeaScores): number;
}

const READINGS = ['masked', 'whole', 'framed'] as const;

/** The primary way: all families, the masked reading. */
export const PRIMARY: Way = readIn('masked');

/** Every way of a table, the primary one first: the readings, then the families in alphabetical order. */
export function listWays({ models }: Pick<StudyTable, 'models'>): Way[] {
  const names = new Set<string>();
  for (const { checkpoints } of models) {
    for (const name of Object.keys(checkpoints.at(-1)?.ideas[0]?.scores.families ?? {})) names.add(name);
  }
  return [PRIMARY, readIn('whole'), readIn('framed'), ...[...names].sort().map(askFamily)];
}

function readIn(name: (typeof READINGS)[number]): Way {
  return { name, kind: 'reading', title: `${name} images`, scoreOf: (scores) => scores[name] };
}

function askFamily(name: string): Way {
  const scoreOf = ({ families }: IdeaScores): number => {
    const score = families[name];
    if (score === undefined) throw new RangeError(`askFamily: expected a score by ${name}, got none`);
    return score;
  };
  return { name, kind: 'family', title: `the family ${name}`, scoreOf };
}

/** Mean score in [0, 1] over digits of the mean over starts; null without ideas. */
export function averageScore(ideas: readonly TableIdea[], way: Way): number | null {
  if (ideas.length === 0) return null;
  const digits = [...groupBy(ideas, ({ digit }) => String(digit)).values()];
  return mean(digits.map((own) => mean(own.map(({ scores }) => way.scoreOf(scores)))));
}
