import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cutMessage } from '../../pipeline/language/catalogue.ts';
import { JAPANESE } from '../../pipeline/language/japanese/catalogue.ts';
import { openTranslator } from '../../pipeline/language/translate.ts';
import { translateMarkdown } from '../../pipeline/language/translatePage.ts';
import { localiseReport } from '../../pipeline/report/localise.ts';
import { REPORTS, renderBoth } from './madeReports.ts';

const { entries } = JAPANESE;

describe('the catalogue', () => {
  test('has no message twice with different translations', () => {
    const known = new Map<string, string>();
    const twice = entries.filter(([english, own]) => {
      const before = known.get(english);
      known.set(english, own);
      return before !== undefined && before !== own;
    });
    expect(twice).toEqual([]);
  });

  test('has the slots and the tags of each message in its translation', () => {
    const sorted = (message: string, part: RegExp) => (message.match(part) ?? []).sort();
    for (const [english, own] of entries) {
      expect([own, sorted(own, /\{\w+\}/g)]).toEqual([own, sorted(english, /\{\w+\}/g)]);
      expect([own, sorted(own, /<\/?\d+>/g)]).toEqual([own, sorted(english, /<\/?\d+>/g)]);
    }
  });

  test('has no two slots that nothing tells apart', () => {
    expect(entries.filter(([english]) => cutMessage(english).texts.slice(1, -1).includes(''))).toEqual([]);
  });
});

/** English that is left in a text: three words in a row, or a word of a sentence. */
function findEnglish(text: string): string[] {
  const kept =
    /[“"][^”"]*[”"]|arXiv|PNAS|JMLR|Psychological Bulletin|[A-Z]\. [A-Z][a-z]+|\b[\w./-]+\.(?:md|csv|json|svg)\b/g;
  return text.replace(kept, '').match(/\b(?:the|of|is|are|with|and|that|not)\b[^。\n]{0,40}/g) ?? [];
}

test.each(['effects', 'sweep'])(
  'docs/results/%s/report.md is translated but for what its author wrote',
  (name) => {
    const { description } =
      JSON.parse(readFileSync(`docs/results/${name}/study.json`, 'utf8')).content ??
      JSON.parse(readFileSync(`docs/results/${name}/study.json`, 'utf8'));
    const translate = openTranslator({ ...JAPANESE, names: [...JAPANESE.names, name, description] });
    const markdown = readFileSync(`docs/results/${name}/report.md`, 'utf8');
    const { text, missing } = translateMarkdown(markdown, translate);
    expect(missing).toEqual([]);
    expect(findEnglish(text.replace(description, ''))).toEqual([]);
    // No number is lost or made up.
    const numbersOf = (all: string) => (all.match(/[+−]?\d[\d.,]*\d%?/g) ?? []).sort();
    expect(numbersOf(text).length).toBeGreaterThan(0.95 * numbersOf(markdown).length);
  },
);

test.each(Object.entries(REPORTS))('a report of %s is translated to the last text', async (_, results) => {
  const { page, markdown, missing } = await localiseReport('ja', renderBoth(results));
  expect(missing).toEqual([]);
  expect(page).toContain('<html lang="ja">');
  const texts = page
    .replace(/<h3>文献<[\s\S]*?<\/section>/, '')
    .replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ');
  expect(findEnglish(texts.replace('Made-up numbers.', ''))).toEqual([]);
  expect(findEnglish(markdown.replace('Made-up numbers.', ''))).toEqual([]);
});
