/** What is committed of a finished study: its report as Markdown and its tables. Its hashes are in its lock (`make lock`). */
import { join } from 'node:path';
import { exists, prepareFolder, readBytes, removeFile, writeFileAtomic } from '../store/files.ts';
import { expected } from '../study/errors.ts';

/** Where committed results lie, a folder a study. */
export const RESULTS_FOLDER = 'docs/results';

/** What is copied of a study's folder, where it is there: pictures and models stay. */
const FILES = [
  ...['report/report.md', 'study.json', 'environment.json', 'analysis-lock.json'],
  ...['models.csv', 'ideas.csv', 'verdicts.json', 'contrasts.csv', 'checkpoints.csv'],
  ...['hints.csv', 'counterfeits.csv', 'baselines.csv', 'optimum.csv', 'legibility.csv', 'judges-check.json'],
];

/** Copies the results of the study in the folder `from`, such as artifacts/sweep, to `to`. Throws a UserError without a report. */
export async function copyResults(from: string, to: string): Promise<string[]> {
  if (!(await exists(join(from, FILES[0]!))))
    throw expected(from, 'a study with report/report.md', 'none', 'run make report');
  await prepareFolder(to);
  const copied: string[] = [];
  for (const file of FILES) {
    const name = file.split('/').at(-1)!;
    if (!(await exists(join(from, file)))) {
      // A former copy may have what this study has not.
      await removeFile(join(to, name));
      continue;
    }
    await writeFileAtomic(join(to, name), await readBytes(join(from, file)));
    copied.push(name);
  }
  return copied;
}

/**
 * The findings that a report opens with: its paragraphs after the title and the description, up to the first section. The
 * lines are wrapped, so that a page that holds them can be read as text.
 */
export function pickFindings(report: string): string {
  const paragraphs = report
    .split(/^## /m)[0]!
    .split(/\n{2,}/)
    .slice(2);
  return paragraphs
    .map((paragraph) => wrap(paragraph.trim()))
    .join('\n\n')
    .trim();
}

/**
 * The first paragraph of the section of a report whose title begins with `title`, wrapped. Throws a UserError that names `where`
 * for a report without such a section.
 */
export function pickSection(report: string, title: string, where: string): string {
  const section = report.split(/^## /m).find((part) => part.startsWith(title));
  const paragraph = section?.split(/\n{2,}/)[1];
  if (paragraph === undefined)
    throw expected(where, `a section ${title}`, 'none', 'run make docs RESULTS=DIR with a study that has it');
  return wrap(paragraph);
}

const WIDTH = 120;

function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)!;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
