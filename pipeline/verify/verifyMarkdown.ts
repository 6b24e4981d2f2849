/** The summary of a verification as Markdown, as GitHub and GitLab show it. */

import { LEGEND } from './legend.ts';
import { LEVEL_TITLES, LEVELS, type Level } from './levels.ts';
import { STAGES } from './stages.ts';
import { describeDifference, describeFirst, describeReached, type Verification } from './verification.ts';

/** Differences that are listed at most; the JUnit file has all. */
const MOST_LISTED = 20;

/** The text of verify.md. */
export function renderVerifyMarkdown(verification: Verification): string {
  const { study, lockFile, asked } = verification;
  const first = describeFirst(verification);
  return [
    `# ${study}: ${describeReached(verification)}`,
    `Held against \`${lockFile}\`; asked for: ${LEVEL_TITLES[asked]}.`,
    listLevels(verification),
    ...(first.length === 0 ? [] : [first.map((line) => `- ${escapeMarkdown(line)}`).join('\n')]),
    ...listStages(verification),
    ...listDifferences(verification),
    ...listPictures(verification),
  ]
    .join('\n\n')
    .concat('\n');
}

function listLevels({ comparison: { differences }, asked }: Verification): string {
  const rows = LEVELS.map((level: Level) => {
    const count = differences.filter((one) => one.level === level).length;
    const mark = level === asked ? ' (asked for)' : '';
    return `| ${LEVEL_TITLES[level]}${mark} | ${count === 0 ? 'yes' : `no: ${count} differ`} |`;
  });
  return ['| level | holds |', '|---|---|', ...rows].join('\n');
}

function listStages({ comparison: { differences, compared } }: Verification): string[] {
  if (differences.length === 0) return [];
  const rows = STAGES.map((stage) => {
    const own = differences.filter((one) => one.stage === stage);
    const files = compared[stage].reduce((sum, one) => sum + one.files, 0);
    const models = new Set(own.map(({ model }) => model)).size;
    return `| ${stage} | ${files} | ${own.filter(({ level }) => level === 'identical').length} | ${models} |`;
  });
  return [['| stage | files | that differ | of how many models |', '|---|---|---|---|', ...rows].join('\n')];
}

function listDifferences({ comparison: { differences } }: Verification): string[] {
  if (differences.length === 0) return [];
  const shown = differences
    .slice(0, MOST_LISTED)
    .map((one) => `- ${escapeMarkdown(describeDifference(one))}`);
  const rest = differences.length - shown.length;
  return ['## Differences', [...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')];
}

function listPictures({ pictures }: Verification): string[] {
  if (pictures.length === 0) return [];
  const rows = pictures.map(
    ({ file, path, pixels }) => `- \`${path}\`: ${pixels} of 784 pixels differ: [${file}](${file})`,
  );
  return ['## Ideas that differ', `Each picture has three parts: ${LEGEND}.`, rows.join('\n')];
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, '\\$&');
}
