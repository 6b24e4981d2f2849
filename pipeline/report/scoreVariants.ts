/** Every way in which a study's ideas are scored beside the primary one, so that an answer can be held against all of them. */
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import { joinWords } from '../page/wording.ts';
import { groupBy } from '../statistics/groupBy.ts';
import type { StudyConfig } from '../study/config.ts';
import { FAMILY_OF } from '../study/judgeNames.ts';
import type { IdeaRow } from '../study/tables.ts';

/** What a variant changes of the primary score. */
export type VariantKind = 'primary' | 'reading' | 'tolerance' | 'rejection' | 'family' | 'judge' | 'start';

/** A way to score ideas. */
export interface ScoreVariant {
  readonly kind: VariantKind;
  readonly title: string;
  /** In [0, 1]; null for an idea that it does not score. */
  readonly scoreOf: (idea: IdeaRow) => number | null;
}

/** Ideas and the study that they are of. */
export interface ScoredIdeas {
  readonly config: StudyConfig;
  readonly ideas: readonly IdeaRow[];
}

/** The judges of a study by their family. */
type Families = ReadonlyMap<string, readonly string[]>;

const primaryOf = ({ readings }: IdeaRow) => readings[PRIMARY_READING];

/**
 * The primary score and, one thing changed at a time: the other readings, much noise, forced choice, each family alone and
 * left out, each judge that shares its family, and each start.
 */
export function listVariants(results: ScoredIdeas): ScoreVariant[] {
  const families: Families = groupBy(results.config.judging.judges, (name) => FAMILY_OF[name]);
  return [
    { kind: 'primary', title: 'the primary score', scoreOf: (idea) => idea.recognisability },
    { kind: 'reading', title: 'whole images', scoreOf: ({ readings }) => readings.whole.score.little },
    { kind: 'reading', title: 'framed images', scoreOf: ({ readings }) => readings.framed.score.little },
    { kind: 'tolerance', title: 'much noise tolerated', scoreOf: (idea) => primaryOf(idea).score.much },
    { kind: 'rejection', title: 'forced choice', scoreOf: (idea) => primaryOf(idea).forcedChoice },
    ...familyVariants(families),
    ...judgeVariants(families),
    ...startVariants(results),
  ];
}

function familyVariants(families: Families): ScoreVariant[] {
  if (families.size < 2) return [];
  const names = [...families.keys()];
  return [
    ...names.map(
      (name): ScoreVariant => ({
        kind: 'family',
        title: `${name} alone (${joinWords(families.get(name)!)})`,
        scoreOf: (idea) => primaryOf(idea).families[name] ?? null,
      }),
    ),
    ...names.map(
      (name): ScoreVariant => ({
        kind: 'family',
        title: `without ${name}`,
        scoreOf: (idea) => primaryOf(idea).without[name] ?? null,
      }),
    ),
  ];
}

/** Judges that are alone in their family say what it says. */
function judgeVariants(families: Families): ScoreVariant[] {
  const sharing = [...families.values()].filter((judges) => judges.length > 1);
  return sharing.flat().map((name) => ({
    kind: 'judge',
    title: `${name} alone`,
    scoreOf: ({ judges }) => judges[name] ?? null,
  }));
}

function startVariants({ ideas, config }: ScoredIdeas): ScoreVariant[] {
  const restarts = [...new Set(ideas.map(({ restart }) => restart))].sort((a, b) => a - b);
  if (restarts.length < 2) return [];
  const isArticle = config.search.start.startsWith('article');
  return restarts.map((restart) => ({
    kind: 'start',
    title: `start ${restart} alone${isArticle && restart === 0 ? ' (the article’s)' : ''}`,
    scoreOf: (idea) => (idea.restart === restart ? idea.recognisability : null),
  }));
}
