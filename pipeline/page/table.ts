/** Tables: of numbers in a page, and in Markdown, which is also what a terminal is shown. */
import { max } from 'simple-statistics';
import { html, type Markup, type Piece } from './html.ts';

/** A table as text, for a page, Markdown and a terminal alike. */
export interface TextTable {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table of numbers with its caption; the first field of a row is its header. */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly Piece[])[],
): Markup {
  const body = rows.map(
    ([
      first,
      ...rest
    ]) => html`<tr><th scope="row">${first ?? ''}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="numbers"><caption>${caption}</caption>
<thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

/** A table of text, folded away below its caption: for those who want every number. */
export function foldedTable({ caption, header, rows }: TextTable): Markup {
  return html`<details class="fold"><summary>${caption}</summary>
${table(caption, header, rows)}</details>`;
}

/** A Markdown table, header first, padded so that its columns line up in a terminal; numbers to the right. */
export function renderMarkdownTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]!.length;
  const widths = Array.from({ length: columns }, (_, c) => max(rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((field, c) => field.padStart(widths[c]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => `${'-'.repeat(Math.max(2, width - 1))}:`).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

/** Text with Markdown's own characters escaped and its line breaks made spaces. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]>|]|<(?! )/g, (character) => `\\${character}`);
}
