/** Every way in which a study's ideas are scored beside the primary one, so that an answer can be held against all of them. */
import { PRIMARY_READING } from '../judging/imageReadings.ts';
import type { IdeaRow } from '../study/tables.ts';
import type { StudyResults } from './studyResults.ts';

/** What a variant changes of the primary score. */
export type VariantKind = 'primary' | 'reading' | 'tolerance' | 'rejection' | 'family' | 'judge' | 'start';

/** A way to score ideas. */
export interface ScoreVariant {
  readonly kind: VariantKind;
  readonly title: string;
  /** In [0, 1]; null for an idea that it does not score. */
  readonly scoreOf: (idea: IdeaRow) => number | null;
}

const primaryOf = ({ readings }: IdeaRow) => readings[PRIMARY_READING];

/**
 * The primary score and, one thing changed at a time: the other readings, much noise, forced choice, each family alone and
 * left out, each judge that shares its family, and each start.
 */
export function listVariants(results: Pick<StudyResults, 'ideas' | 'config' | 'families'>): ScoreVariant[] {
  return [
    { kind: 'primary', title: 'the primary score', scoreOf: (idea) => idea.recognisability },
    { kind: 'reading', title: 'whole images', scoreOf: ({ readings }) => readings.whole.score.little },
    { kind: 'reading', title: 'framed images', scoreOf: ({ readings }) => readings.framed.score.little },
    { kind: 'tolerance', title: 'much noise tolerated', scoreOf: (idea) => primaryOf(idea).score.much },
    { kind: 'rejection', title: 'forced choice', scoreOf: (idea) => primaryOf(idea).forcedChoice },
    ...familyVariants(results),
    ...judgeVariants(results),
    ...startVariants(results),
  ];
}

function familyVariants({ families }: Pick<StudyResults, 'families'>): ScoreVariant[] {
  const names = Object.keys(families);
  if (names.length < 2) return [];
  return [
    ...names.map(
      (name): ScoreVariant => ({
        kind: 'family',
        title: `${name} alone (${families[name]!.join(', ')})`,
        scoreOf: (idea) => primaryOf(idea).families[name] ?? null,
      }),
    ),
    ...names.map(
      (name): ScoreVariant => ({
        kind: 'family',
        title: `without ${name}`,
        scoreOf: (idea) => averageOthers(primaryOf(idea).families, name),
      }),
    ),
  ];
}

/** The panel's score without a family: the mean of the others, which have equal weight. */
function averageOthers(families: Readonly<Record<string, number>>, leftOut: string): number | null {
  const others = Object.entries(families).filter(([name]) => name !== leftOut);
  return others.length === 0 ? null : others.reduce((sum, [, score]) => sum + score, 0) / others.length;
}

function judgeVariants({ families }: Pick<StudyResults, 'families'>): ScoreVariant[] {
  const sharing = Object.values(families).filter((judges) => judges.length > 1);
  return sharing.flat().map((name) => ({
    kind: 'judge',
    title: `${name} alone`,
    scoreOf: ({ judges }) => judges[name] ?? null,
  }));
}

function startVariants({ ideas, config }: Pick<StudyResults, 'ideas' | 'config'>): ScoreVariant[] {
  const restarts = [...new Set(ideas.map(({ restart }) => restart))].sort((a, b) => a - b);
  if (restarts.length < 2) return [];
  const isArticle = config.search.start.startsWith('article');
  return restarts.map((restart) => ({
    kind: 'start',
    title: `start ${restart} alone${isArticle && restart === 0 ? ' (the article’s)' : ''}`,
    scoreOf: (idea) => (idea.restart === restart ? idea.recognisability : null),
  }));
}
