/** The report of models that were trained elsewhere: no intervals over digits, which others have. */
import { expect, test } from 'vitest';
import { localiseReport } from '../../pipeline/report/localise.ts';
import { REPORTS, renderBoth } from '../language/madeReports.ts';

/** The part on digits of a page and of a Markdown text. */
function cutDigits({ page, markdown }: { readonly page: string; readonly markdown: string }): string[] {
  return [
    /<section id="digits"[\s\S]*?<\/section>/.exec(page)![0],
    /\n## (?:By digit|数字ごと)\n[\s\S]*?(?=\n## )/.exec(markdown)![0],
  ];
}

test.each([
  ['models that were given', false],
  ['a grid with gaps', true],
])('of %s: intervals by digit are there: %s', async (name, hasIntervals) => {
  const both = renderBoth(REPORTS[name]!);
  for (const part of cutDigits(both)) expect(/interval/.test(part)).toBe(hasIntervals);
  expect(/the digits’ intervals/.test(both.page)).toBe(hasIntervals);
  for (const part of cutDigits(await localiseReport('ja', both)))
    expect(/interval|区間/.test(part)).toBe(hasIntervals);
});
