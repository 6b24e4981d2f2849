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

/** What was wanted before a panel was frozen. */
export const WANTED = {
  /** Mean P(right) of real digits. */
  real: { panel: { least: 0.93 } },
  /** Mean P(intended) of noise. */
  empty: { panel: { most: 0.02 } },
  /** Mean P of the best digit, of drawings that are none. */
  structured: { panel: { most: 0.1 }, judge: { most: 0.2 } },
  /** Error of P(intended) in a fifth of [0, 1]. */
  calibrated: { panel: { most: 0.05 } },
  /** Mean absolute change of a score by what hardly changes an image. */
  smooth: { panel: { most: 0.03 } },
  /** Largest difference of means by where an image stands. */
  shifted: { panel: { most: 0.02 } },
  /** Cohen's kappa of two families' errors. */
  independent: { panel: { most: 0.3 } },
} as const satisfies Readonly<Record<string, Limits>>;

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
