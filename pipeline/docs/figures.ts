/** How figures stand in the tables of pages that people read. */

/** Within what a figure was wanted; without either it has no limit. */
export interface Limit {
  readonly least?: number;
  readonly most?: number;
}

/** What was wanted of the panel, and of a judge alone where anything was. */
export interface Limits {
  readonly panel: Limit;
  readonly judge?: Limit;
}

/** Three decimals with the minus sign of print, of a figure in [-1, 1]. */
export function formatPoints(value: number): string {
  return Number.isNaN(value)
    ? 'none'
    : value
        .toFixed(3)
        .replace(/^-(?=.*[1-9])/, '−')
        .replace(/^-/, '');
}

/** `text`, bold where `value` misses its limit. */
export function markMiss(text: string, value: number, limit: Limit = {}): string {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = limit;
  return value < least || value > most ? `**${text}**` : text;
}

/** A Markdown table, header first, not padded: a figure that changes changes one line. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const rule = `|${rows[0]!.map(() => '---').join('|')}|`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n').replaceAll('|  |', '| |');
}
