/** A report in another language than English: its texts by the catalogue, its type, and what its scripts write. */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../language/catalogue.ts';
import { JAPANESE, JAPANESE_OF_SCRIPTS } from '../language/japanese/catalogue.ts';
import { openTranslator } from '../language/translate.ts';
import { translateMarkdown, translatePage } from '../language/translatePage.ts';
import { bundleEntry } from '../playground/bundleScript.ts';
import type { ReportLanguage } from '../study/config.ts';
import type { GivenRecord } from '../study/records.ts';
import type { StudyResults } from './studyResults.ts';

interface Language {
  readonly catalogue: Catalogue;
  /** The messages that scripts of the page write. */
  readonly ofScripts: Catalogue['entries'];
  /** CSS that comes after the page's own. */
  readonly style: string;
}

/** Faces that a reader of Japanese has: of macOS and iOS, Windows, Android and Linux. No letters are slanted or hyphenated. */
const JAPANESE_STYLE = `
body{--serif:'Hiragino Mincho ProN','Yu Mincho','YuMincho','Noto Serif CJK JP','Noto Serif JP','IPAexMincho',serif;--sans:'Hiragino Sans','Hiragino Kaku Gothic ProN','Yu Gothic UI','Yu Gothic','Meiryo','Noto Sans CJK JP','Noto Sans JP','IPAexGothic',system-ui,sans-serif;line-height:1.8;line-break:strict;overflow-wrap:break-word}
h1,h2,h3{letter-spacing:0;line-height:1.4;word-break:auto-phrase}.standfirst,em{font-style:normal}em{font-weight:600}
.answer{line-height:1.8}`;

const LANGUAGES: Readonly<Record<Exclude<ReportLanguage, 'en'>, Language>> = {
  ja: { catalogue: JAPANESE, ofScripts: JAPANESE_OF_SCRIPTS, style: JAPANESE_STYLE },
};

const ENTRY = fileURLToPath(new URL(`../language/browser/main${extname(import.meta.url)}`, import.meta.url));

/** A report as it is written. */
export interface WrittenReport {
  readonly page: string;
  readonly markdown: string;
}

/** The report in `language`. What the catalogue does not have stays in English, and is listed. */
export async function localiseReport(
  language: Exclude<ReportLanguage, 'en'>,
  { page, markdown, results }: WrittenReport & { readonly results: StudyResults },
): Promise<WrittenReport & { readonly missing: readonly string[] }> {
  const { catalogue, ofScripts, style } = LANGUAGES[language];
  const translate = openTranslator({ ...catalogue, names: [...catalogue.names, ...listOwnNames(results)] });
  const [html, text] = [translatePage(page, translate), translateMarkdown(markdown, translate)];
  const missing = [...new Set([...html.missing, ...text.missing])];
  const tagged = html.text
    .replace('<html lang="en-GB">', `<html lang="${catalogue.tag}">`)
    .replace('</style>', () => `${style}</style>`);
  return {
    page: await addScript(tagged, { ...catalogue, entries: ofScripts }),
    markdown: text.text,
    missing,
  };
}

/** What people named themselves, and what a search of theirs said. */
function listOwnNames({ config, dataset, people, given = {} }: StudyResults): string[] {
  const raters = people?.raters.map(({ rater }) => rater) ?? [];
  const models = Object.entries(given).flatMap(([name, one]) => [name, ...listGivenNames(one)]);
  return [config.name, config.description, dataset.source, ...raters, ...models];
}

/** What a given model calls itself and its parts, and the options that suit it. */
function listGivenNames({ file, sha256, form, remarks }: GivenRecord): string[] {
  const said = [form, ...remarks].join('\n');
  const parts = /(?<=\bthe (?:node|layer) )\S+ '[^']*'(?: \((?:\d|')[^)]*\))?/g;
  const options = /(?<= with )--.*?(?=, rows| it reads)/g;
  return [file, sha256.slice(0, 12), ...(said.match(parts) ?? []), ...(said.match(options) ?? [])];
}

/** Adds the script that translates what others write, where the page has any. */
async function addScript(page: string, catalogue: Catalogue): Promise<string> {
  const policy = /; script-src '[^"]*/.exec(page)?.[0];
  if (policy === undefined) return page;
  const script = await bundleEntry(ENTRY);
  const hash = createHash('sha256').update(script).digest('base64');
  const data = JSON.stringify(catalogue).replaceAll('<', '\\u003c');
  const first = page.indexOf('<script type="application/json"');
  const own = `<script type="application/json" id="language-catalogue">${data}</script>\n<script>${script}</script>\n`;
  // Before the others, or it would miss what they write first.
  return (page.slice(0, first) + own + page.slice(first)).replace(policy, () => `${policy} 'sha256-${hash}'`);
}
