/** Markdown's tables, which are also what a terminal is shown, and its escapes. */

/** A table's row. */
export type Row = readonly string[];

/** A table padded so that its columns line up in a terminal; numbers to the right. */
export function drawTable(rows: readonly Row[]): string {
  const columns = rows[0]!.length;
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const line = (row: Row) => `| ${row.map((field, c) => field.padStart(widths[c]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => `${'-'.repeat(Math.max(2, width - 1))}:`).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

/** Text with Markdown's own characters escaped and its line breaks made spaces. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
