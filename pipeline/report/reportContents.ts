/** What a report contains, in order: text and the atlas always, charts where there is a model to draw. */

import type { AtlasEntries } from '../atlas/packed.ts';
import type { ReportPart } from '../experiments/reportPart.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup } from '../page/html.ts';
import { type Chapter, type Facet, renderFacets, type Section } from '../page/section.ts';
import { table } from '../page/table.ts';
import { playgroundSection } from '../playground/playgroundSection.ts';
import { peopleSection } from '../rating/peopleSection.ts';
import { NOT_VALIDATED } from '../rating/peopleWords.ts';
import { isGivenStudy } from '../study/givenModels.ts';
import type { Cell } from '../study/grid.ts';
import { renderAtlas } from './atlas.ts';
import { INSPECTOR, renderAtlasControls } from './atlasControls.ts';
import type { Carried } from './carried.ts';
import { clockSection } from './clockSection.ts';
import { MEANINGLESS, WITHHELD } from './describeCheck.ts';
import { hasPeople } from './findings.ts';
import { incrementalSection } from './incrementalSection.ts';
import { judgesSection } from './judgesSection.ts';
import { renderModelCards } from './modelCards.ts';
import {
  border,
  components,
  contrasts,
  digits,
  type Facets,
  interaction,
  maps,
  seeds,
  starts,
  training,
} from './reportFigures.ts';
import { renderSampleNote } from './sampleModels.ts';
import { standingOfScores, standingOfVerdicts } from './standing.ts';
import type { StudyResults } from './studyResults.ts';
import { cellTable, methodSection, missingSection, runSection } from './textSections.ts';
import { verdictsSection } from './verdictsSection.ts';

/**
 * Every section of a report: the verdicts first, then what conclusions depend on, then the evidence, and last what it all
 * rests on.
 */
export function contents(results: StudyResults, facets: Facets, carried: Carried): Chapter[] {
  const chapters: Chapter[] = [
    { title: 'Verdicts', sections: verdictSections(results) },
    { title: 'What they depend on', sections: dependenceSections(results, facets) },
    { title: 'The ideas', sections: ideaSections(results, facets, carried) },
    { title: 'Evidence', sections: evidenceSections(results, facets) },
    { title: 'Further questions', sections: experimentSections(results, facets) },
    { title: 'The instrument', sections: instrumentSections(results) },
    { title: 'Details', sections: detailSections(results, facets) },
  ];
  return chapters.filter(({ sections }) => sections.length > 0);
}

function verdictSections(results: StudyResults): Section[] {
  const { tests } = results;
  if (tests === null) return [];
  const standing = standingOfVerdicts(results);
  return [{ id: 'verdicts', title: 'Hypotheses and claims', body: verdictsSection(tests), standing }];
}

function atlasSection(results: StudyResults, facets: Facets, entries: AtlasEntries | null): Markup {
  return html`${renderSampleNote(results)}${renderAtlasControls(results, entries)}
<div class="desk"><div>${renderFacets(facets, renderAtlas)}</div>${entries === null ? null : INSPECTOR}</div>`;
}

/** What would be concluded by other judges, readings, starts and clocks. */
function dependenceSections(results: StudyResults, facets: Facets): Section[] {
  if (results.models.length === 0 || !doScoresHold(results.check)) return [];
  const { tests, config } = results;
  const standing = standingOfScores(results);
  const note = renderSampleNote(results);
  const isClocked = tests !== null && config.schedule.checkpoints !== 'none';
  return [
    ...(isGivenStudy(config)
      ? []
      : [{ id: 'contrasts', title: 'What the answer depends on', body: contrasts(results), standing }]),
    { id: 'border', title: 'Masked and whole', body: html`${note}${border(facets)}`, standing },
    { id: 'starts', title: 'Between starts', body: starts(results), standing },
    ...(isClocked
      ? [
          {
            id: 'clock',
            title: 'Which clock explains recognisability?',
            body: clockSection(tests.clocks),
            standing,
          },
        ]
      : []),
  ];
}

function ideaSections(
  results: StudyResults,
  facets: Facets,
  { playground = null, atlas = null }: Carried,
): Section[] {
  const standing = standingOfScores(results);
  return [
    {
      id: 'atlas',
      title: 'The atlas',
      body: atlasSection(results, facets, atlas?.entries ?? null),
      standing,
    },
    ...(playground === null
      ? []
      : [{ id: 'playground', title: 'The playground', body: playgroundSection(playground) }]),
  ];
}

function evidenceSections(results: StudyResults, facets: Facets): Section[] {
  if (results.models.length === 0) return [];
  const standing = standingOfScores(results);
  const note = renderSampleNote(results);
  if (isGivenStudy(results.config)) {
    if (!doScoresHold(results.check)) return [];
    return [{ id: 'digits', title: 'By digit', body: html`${note}${digits(results)}`, standing }];
  }
  const variance = doScoresHold(results.check) ? components(results) : null;
  return [
    { id: 'grid', title: 'Over the grid', body: maps(results, facets), standing },
    ...(doScoresHold(results.check)
      ? [
          {
            id: 'interaction',
            title: 'Batch size by hidden size',
            body: html`${note}${interaction(facets)}`,
            standing,
          },
          { id: 'digits', title: 'By digit', body: html`${note}${digits(results)}`, standing },
          { id: 'seeds', title: 'Between seeds', body: html`${note}${seeds(facets)}`, standing },
        ]
      : []),
    ...(variance === null
      ? []
      : [{ id: 'components', title: 'Where the variance is', body: variance, standing }]),
    { id: 'training', title: 'Training', body: html`${note}${training(results, facets)}` },
  ];
}

function experimentSections(results: StudyResults, facets: Facets): Section[] {
  const standing = standingOfScores(results);
  return results.parts.map((part) => {
    const { id, title, isJudged } = part;
    return {
      ...{ id, title },
      ...(isJudged && { standing }),
      body: html`${isJudged ? withheldNote(results, WITHHELD) : null}${renderPart(part, results, facets)}`,
    };
  });
}

/** A part's section; of given models, which have no place in a grid, the finding and the table where its figures are of one. */
function renderPart(
  { finding, table: found, render, isOfGrid }: ReportPart,
  { config }: StudyResults,
  facets: Facets,
): Markup {
  if (!isGivenStudy(config) || !isOfGrid || found === null) return render(listCells(facets));
  return html`<p>${finding}</p>
${table(found.caption, found.header, found.rows)}`;
}

function instrumentSections(results: StudyResults): Section[] {
  const isRated = hasPeople(results);
  return [
    { id: 'judges', title: 'The judges', body: judgesSection(results) },
    ...(results.models.length > 0 && doScoresHold(results.check)
      ? [
          {
            id: 'added',
            title: 'Does the panel add anything?',
            body: incrementalSection(results.validity),
            standing: standingOfScores(results),
          },
        ]
      : []),
    {
      id: 'people',
      title: 'What people see',
      body: people(results),
      ...(isRated && { standing: ['human-rated', 'exploratory'] }),
    },
  ];
}

function detailSections(results: StudyResults, facets: Facets): Section[] {
  const places = facets.flatMap(({ items }) => items.layout.squares.flatMap((square) => square.places));
  const standing = standingOfScores(results);
  return [
    { id: 'run', title: 'What was run', body: runSection(results) },
    {
      id: 'cells',
      title: isGivenStudy(results.config) ? 'All models' : 'Every cell',
      body: cellTable(results),
      standing,
    },
    ...(results.models.length > 0
      ? [{ id: 'models', title: 'Every model', body: renderModelCards(results, places), standing }]
      : []),
    { id: 'missing', title: 'What is missing', body: missingSection(results) },
    { id: 'method', title: 'Method notes', body: methodSection(results) },
  ];
}

function people(results: StudyResults): Markup {
  const note = hasPeople(results)
    ? null
    : html`<p>${NOT_VALIDATED}</p>
`;
  if (results.people === undefined) return html`${note}`;
  return html`${withheldNote(results, MEANINGLESS)}${note}${peopleSection(results.people)}`;
}

/** A note where scores do not hold, with the way to the reason; nothing where they do. */
function withheldNote({ check }: StudyResults, text: string): Markup | null {
  if (doScoresHold(check)) return null;
  return html`<p class="caution">${text} <a href="#judges">How well they read them</a></p>
`;
}

/** The cells of each facet. */
function listCells(facets: Facets): Facet<readonly Cell[]>[] {
  return facets.map(({ title, items }) => ({ title, items: items.layout.squares.map(({ cell }) => cell) }));
}
