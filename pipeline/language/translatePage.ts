/** Translates a finished page or a Markdown text, and tells what the catalogue does not have: that stays in English. */
import { escapeText } from '../page/html.ts';
import { escapeMarkdown } from '../page/table.ts';
import type { Translate } from './translate.ts';

/** A text in another language, and the pieces that were left in English. */
export interface Translation {
  readonly text: string;
  readonly missing: readonly string[];
}

/** Tags inside a sentence; all others end one. */
const INLINE = new Set(['a', 'abbr', 'b', 'code', 'em', 'i', 'kbd', 'span', 'strong', 'sub', 'sup']);
/** What readers are told by attributes. */
const TOLD = /( (?:alt|aria-label|title|aria-valuetext|placeholder)=")([^"]+)(")/g;
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" },
};

/** Translates every text of a page, and what its attributes tell; scripts, styles and data stay. */
export function translatePage(page: string, translate: Translate): Translation {
  const missing = new Set<string>();
  const attribute = (text: string) => {
    const own = translate(unescapeText(text));
    if (own === null) missing.add(text);
    return own === null ? text : escapeText(own);
  };
  const told = (tag: string) =>
    tag.replace(TOLD, (_, open, text, close) => `${open}${attribute(text)}${close}`);
  const pieces = page.split(/(<script[^>]*>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>|<[^>]*>)/);
  const out: string[] = [];
  let run: string[] = [];
  const flush = () => {
    out.push(...translateRun(run, translate, missing));
    run = [];
  };
  pieces.forEach((piece, at) => {
    if (at % 2 === 0) run.push(piece);
    else if (isInline(piece)) run.push(told(piece));
    else {
      flush();
      out.push(piece.startsWith('<script') || piece.startsWith('<style') ? piece : told(piece));
    }
  });
  flush();
  return { text: out.join(''), missing: [...missing] };
}

function isInline(tag: string): boolean {
  const name = /^<\/?([a-z]+)/.exec(tag)?.[1];
  return name !== undefined && INLINE.has(name);
}

function unescapeText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);
}

/** A run of texts and inline tags, by turns: as one message, or else text by text. */
function translateRun(run: readonly string[], translate: Translate, missing: Set<string>): string[] {
  if (!run.some((piece) => !piece.startsWith('<') && /[A-Za-z]/.test(piece))) return [...run];
  const tags: string[] = [];
  const open: number[] = [];
  const message = run.map((piece) => {
    if (!piece.startsWith('<')) return unescapeText(piece);
    if (piece.startsWith('</')) return `</${open.pop() ?? 0}>`;
    open.push(tags.push(piece));
    return `<${tags.length}>`;
  });
  const whole =
    tags.length === 0 || run.some((piece) => piece.startsWith('<')) ? translate(message.join('')) : null;
  if (whole !== null) return [restoreTags(whole, tags)];
  return run.map((piece) => {
    if (piece.startsWith('<') || !/[A-Za-z]/.test(piece)) return piece;
    const own = translate(unescapeText(piece));
    if (own === null) missing.add(unescapeText(piece).trim());
    return own === null ? piece : escapeText(own);
  });
}

/** A translated message with its own tags in place of their numbers. */
function restoreTags(message: string, tags: readonly string[]): string {
  return message
    .split(/(<\/?\d+>)/)
    .map((part, at) => {
      if (at % 2 === 0) return escapeText(part);
      const tag = tags[Number(/\d+/.exec(part)![0]) - 1]!;
      return part.startsWith('</') ? `</${/^<([a-z]+)/.exec(tag)![1]}>` : tag;
    })
    .join('');
}

/** Translates Markdown as the report writes it: headings, items, paragraphs and tables, line by line. */
export function translateMarkdown(markdown: string, translate: Translate): Translation {
  const missing = new Set<string>();
  const say = (text: string) => {
    const own = translate(text.replace(/\\([\\`*_[\]<>|])/g, '$1'));
    if (own === null) missing.add(text);
    return own === null ? text : escapeMarkdown(own);
  };
  const lines = markdown.split('\n');
  const out: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]!.startsWith('|')) {
      out.push(translateLine(lines[at]!, say));
      continue;
    }
    const table: string[][] = [];
    for (; lines[at]?.startsWith('|'); at++) table.push(splitRow(lines[at]!));
    at--;
    out.push(
      ...renderRows(
        table.map((row, k) => (k === 1 ? row : row.map((field) => (field === '' ? '' : say(field))))),
      ),
    );
  }
  return { text: out.join('\n'), missing: [...missing] };
}

function translateLine(line: string, say: (text: string) => string): string {
  const [, mark = '', rest = ''] = /^(#+ |- (?:__\w+__ )?|!\[)?(.*)$/.exec(line)!;
  return rest === '' || mark === '![' ? line : `${mark}${say(rest)}`;
}

function splitRow(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((field) => field.trim());
}

/** Rows whose columns line up where letters of Japanese are twice as wide as Latin ones. */
function renderRows(rows: readonly (readonly string[])[]): string[] {
  const width = (text: string) =>
    [...text].reduce((sum, letter) => sum + (/[\u1100-\uffdc]/.test(letter) ? 2 : 1), 0);
  const widths = rows[0]!.map((_, c) =>
    Math.max(...rows.filter((_row, k) => k !== 1).map((row) => width(row[c] ?? ''))),
  );
  return rows.map((row, k) => {
    const fields = row.map((field, c) =>
      k === 1 ? `${'-'.repeat(Math.max(2, widths[c]! - 1))}:` : ' '.repeat(widths[c]! - width(field)) + field,
    );
    return `| ${fields.join(' | ')} |`;
  });
}
