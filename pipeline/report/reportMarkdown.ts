/** The report for a terminal and for CI: the answer and the tables, readable as they stand. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import type { Facet } from '../page/section.ts';
import { escapeMarkdown, renderMarkdownTable, type TextTable } from '../page/table.ts';
import {
  describeRatingsLeftOut,
  formatCount,
  formatInterval,
  formatPercent,
  formatScore,
} from '../page/wording.ts';
import { peopleTables } from '../rating/peopleTables.ts';
import { describePeople, NOT_VALIDATED } from '../rating/peopleWords.ts';
import { isGivenStudy } from '../study/givenModels.ts';
import { isArticleCell } from '../study/grid.ts';
import type { CellSummary } from '../study/tables.ts';
import { answer } from './answer.ts';
import { clockTable, describeClocks } from './clockSection.ts';
import { contrastTable, describeSurvival } from './contrastTables.ts';
import { describeCheck, MEANINGLESS, WITHHELD } from './describeCheck.ts';
import { describeDigits, hasPeople, type Measure, RECOGNISABILITY, TEST_ACCURACY } from './findings.ts';
import { type LaidOut, type Layout, layOutFacets } from './gridLayout.ts';
import { describeAdded } from './incrementalSection.ts';
import { describeStartSpread, spreadTable } from './spreadTables.ts';
import type { StudyResults } from './studyResults.ts';
import { describeRun, listMissing, tabulateGiven } from './textSections.ts';
import { armsTable, describeLock } from './verdictsSection.ts';
import { componentsTable, digitSlopesTable, waysTable } from './verdictTables.ts';

/** The report as Markdown (GitHub's tables). The same results always give the same text. */
export function renderMarkdown(results: StudyResults): string {
  const facets = layOutFacets(results);
  const { suspicion, found, verdicts, caution } = answer(results);
  const { config, digits, judges, models, panel, check } = results;
  const showsScores = doScoresHold(check);
  const blocks = [
    `# ${escapeMarkdown(config.name)}: how recognisable are a network’s ideas of the digits?`,
    ...(config.description === '' ? [] : [escapeMarkdown(config.description)]),
    ...(suspicion === null ? [] : [escapeMarkdown(suspicion)]),
    found,
    ...(verdicts === null ? [] : [verdicts]),
    caution,
    ...testBlocks(results),
    ...(isGivenStudy(config)
      ? section(
          'Every model',
          ...(showsScores ? [] : [WITHHELD]),
          ...writeTable(tabulateGiven(results.cells, showsScores)),
        )
      : [
          ...section('Recognisability', ...(showsScores ? gridTables(facets, RECOGNISABILITY) : [WITHHELD])),
          ...section('Test accuracy', ...gridTables(facets, TEST_ACCURACY)),
        ]),
    ...(digits.length === 0 || !showsScores
      ? []
      : section('By digit', describeDigits(results), digitTable(results))),
    ...(models.length === 0 || !showsScores
      ? []
      : [...startBlocks(results), ...(isGivenStudy(config) ? [] : contrastBlocks(results))]),
    ...experimentBlocks(results),
    ...peopleBlocks(results),
    ...section(
      'What was run',
      describeRun(results)
        .map(([term, text]) => `- ${term}: ${escapeMarkdown(text)}`)
        .join('\n'),
    ),
    ...section(
      'Judges',
      describeCheck(check),
      [
        ...judges.map(
          (card) =>
            `- ${escapeMarkdown(card.name)}: ${escapeMarkdown(card.description)} Misreads ${formatPercent(card.greyscale.error)} of ${formatCount(card.testImages)} real test digits; calibration error ${card.calibration.calibrationError.toFixed(3)}.`,
        ),
        ...(panel === null
          ? []
          : [
              `- panel: all of them together. Misreads ${formatPercent(panel.greyscale.error)}; calibration error ${panel.calibration.calibrationError.toFixed(3)}.`,
            ]),
      ].join('\n'),
    ),
    ...addedBlocks(results),
    ...missingBlocks(results),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, ...body: readonly string[]): string[] {
  return [`## ${title}`, ...body];
}

function testBlocks({ tests, config }: StudyResults): string[] {
  if (tests === null) return [];
  const tables = [
    waysTable(tests.findings),
    armsTable(tests.arms),
    componentsTable(tests),
    digitSlopesTable(tests),
  ];
  const verdicts = tests.findings.map(
    ({ id, statement, sentence }) => `- __${id}__ ${escapeMarkdown(`${statement} ${sentence}`)}`,
  );
  const controls = tests.controls.map(({ sentence }) => `- ${escapeMarkdown(sentence)}`);
  const clocks = clockTable(tests.clocks);
  return [
    ...section('Hypotheses and claims', describeLock(tests.lock), verdicts.join('\n')),
    ...tables.flatMap((found) => (found === null ? [] : writeTable(found))),
    ...section('Controls', controls.join('\n')),
    ...(config.schedule.checkpoints === 'none'
      ? []
      : section(
          'Which clock explains recognisability?',
          describeClocks(tests.clocks),
          ...(clocks === null ? [] : writeTable(clocks)),
        )),
  ];
}

function startBlocks({ startSpread }: StudyResults): string[] {
  const found = spreadTable(startSpread);
  return section(
    'Between starts',
    describeStartSpread(startSpread),
    ...(found === null ? [] : writeTable(found)),
  );
}

function contrastBlocks({ conclusions }: StudyResults): string[] {
  const found = contrastTable(conclusions);
  return section(
    'What the answer depends on',
    describeSurvival(conclusions),
    ...(found === null ? [] : writeTable(found)),
  );
}

/** For each experiment that was done its finding and its table. */
function experimentBlocks({ parts, check }: StudyResults): string[] {
  return parts.flatMap(({ title, finding, table, isJudged }) =>
    section(
      title,
      ...(isJudged && !doScoresHold(check) ? [WITHHELD] : []),
      escapeMarkdown(finding),
      ...(table === null ? [] : writeTable(table)),
    ),
  );
}

function writeTable({ caption, header, rows }: TextTable): string[] {
  return [
    escapeMarkdown(caption),
    renderMarkdownTable([header, ...rows].map((row) => row.map(escapeMarkdown))),
  ];
}

function peopleBlocks(results: StudyResults): string[] {
  const { people, check } = results;
  const notes = hasPeople(results) ? [] : [NOT_VALIDATED];
  if (people === undefined) return section('What people see', ...notes);
  const tables = peopleTables(people).flatMap(writeTable);
  if (!doScoresHold(check)) notes.push(MEANINGLESS);
  return section('What people see', ...notes, escapeMarkdown(describePeople(people)), ...tables);
}

function addedBlocks({ validity, check }: StudyResults): string[] {
  if (validity === null || !doScoresHold(check)) return [];
  return section('Does the panel add anything?', escapeMarkdown(describeAdded(validity)));
}

function missingBlocks(results: StudyResults): string[] {
  const { ratingsLeftOut } = results;
  const { listed, note } = listMissing(results);
  const items = [
    ...listed.map(({ model, reason }) => `${model}: ${reason}`),
    ...(ratingsLeftOut === undefined ? [] : [describeRatingsLeftOut(ratingsLeftOut)]),
  ];
  if (items.length === 0) return [];
  const list = items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
  return section('Missing', ...(note === null ? [] : [note]), list);
}

/** One table a facet, below its title where there are several. */
function gridTables(facets: readonly Facet<LaidOut>[], measure: Measure): string[] {
  return facets.flatMap(({ title, items }) => [
    ...(title === '' ? [] : [`### ${escapeMarkdown(title)}`]),
    gridTable(items.layout, measure),
  ]);
}

function gridTable(layout: Layout, measure: Measure): string {
  const header = ['hidden \\ batch', ...layout.batch.map(formatCount)];
  const rows = layout.hidden.map((hidden) => [
    formatCount(hidden),
    ...layout.squares
      .filter(({ cell }) => cell.settings.hidden === hidden)
      .map(({ summary }) => writeSummary(summary, measure)),
  ]);
  const hasArticle = layout.squares.some(({ cell, summary }) => summary !== null && isArticleCell(cell));
  return renderMarkdownTable([header, ...rows]) + (hasArticle ? '\n\n★ the article’s cell' : '');
}

function writeSummary(found: CellSummary | null, measure: Measure): string {
  if (found === null) return 'missing';
  const summary = measure.summary(found);
  const interval = summary.interval === null ? '' : ` (${formatInterval(summary, measure.format)})`;
  return `${measure.format(summary.mean)}${interval}${isArticleCell(found.cell) ? ' ★' : ''}`;
}

function digitTable({ config, digits }: StudyResults): string {
  const hasIntervals = !isGivenStudy(config);
  return renderMarkdownTable([
    ['digit', 'recognisability', ...(hasIntervals ? ['95% interval'] : [])],
    ...digits.map(({ digit, recognisability }) => [
      String(digit),
      formatScore(recognisability.mean),
      ...(hasIntervals ? [formatInterval(recognisability, formatScore)] : []),
    ]),
  ]);
}
