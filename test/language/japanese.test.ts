import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cutMessage } from '../../pipeline/language/catalogue.ts';
import { JAPANESE } from '../../pipeline/language/japanese/catalogue.ts';
import { openTranslator } from '../../pipeline/language/translate.ts';
import { translateMarkdown } from '../../pipeline/language/translatePage.ts';
import { localiseReport } from '../../pipeline/report/localise.ts';
import { REPORTS, renderBoth } from './madeReports.ts';

const { entries, punctuation } = JAPANESE;

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

/** Messages with words and slots that may be the items of a list: no sentences, and without a joint or brackets of their own. */
const ITEMS = entries
  .map(([english]) => english)
  .filter((english) => /[A-Za-z]/.test(english.replace(/\{\w+\}/g, '')))
  .filter((english) => english.includes('{') && !/<\d|[.?!](?:["”’)]? |$)/.test(english))
  .filter(
    (english) =>
      ![' (', ...punctuation.joints.map(([joint]) => joint)].some((mark) => english.includes(mark)),
  );

describe('a list', () => {
  const translate = openTranslator(JAPANESE);

  test('of texts of one message is each of them, and never one whose slot takes in the others', () => {
    const said = ITEMS.map((english) => {
      const items = [1, 2, 3].map((item) =>
        english.replace(/\{(\w+)\}/g, (_, slot) => (slot === 'n' ? `${item}` : `${item}0%`)),
      );
      const own = items.map(translate);
      const list = `${items[0]}, ${items[1]} and ${items[2]}`;
      return { list, own: translate(list), expected: `${own[0]}、${own[1]}と${own[2]}` };
    });
    expect(said.length).toBeGreaterThan(150);
    for (const { list, own, expected } of said) expect([list, own]).toEqual([list, expected]);
  });

  test('says when each search arrives', () => {
    const list =
      'coordinate, raster after 3,041, coordinate, shuffled after 3,043, Monte Carlo never, annealing after 5,200 and gradient after 474';
    expect(translate(`99% of the raster search’s rise is made, in evaluations an idea, by ${list}.`)).toBe(
      '走査順探索の上昇の99%に達するまでのイデア1個あたりの評価回数は、座標探索・走査順は3,041回後、' +
        '座標探索・無作為順は3,043回後、モンテカルロは到達せず、焼きなましは5,200回後と勾配法は474回後である。',
    );
  });

  test('names the model and the search that reaches the largest energy on it', () => {
    const english =
      'At hidden 1,024, batch 1,000, coordinate, shuffled reaches the largest mean energy (3.85; coordinate, raster 3.83).';
    expect(translate(english)).toBe(
      '隠れ層 1,024、バッチ 1,000で、平均エネルギーが最大になるのは座標探索・無作為順（3.85）である（座標探索・走査順は3.83）。',
    );
    const alone = 'At hidden 64, batch 100, coordinate, raster reaches the largest mean energy (3.83).';
    expect(translate(alone)).toBe(
      '隠れ層 64、バッチ 100で、平均エネルギーが最大になるのは座標探索・走査順（3.83）である。',
    );
  });

  test('says of each setting that the mean score rises with it', () => {
    const rises = (what: string) => `the mean score rises with a doubling of the ${what}`;
    const own = translate(`${rises('batch size')} and ${rises('hidden size')}`);
    expect(own).toBe(`${translate(rises('batch size'))}と${translate(rises('hidden size'))}`);
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
