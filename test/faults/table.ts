/** The table that a run of the fault tests prints at its end. */

/** A row: what was done how often, how often the study survived it, and how where there is more than one way. */
export interface Row {
  readonly what: string;
  readonly tried: number;
  readonly survived: number;
  readonly how: string;
}

const rows: Row[] = [];

/** What was tried once or more often, and what went wrong, a line each. */
export class Trials {
  readonly #what: string;
  readonly #ways = new Map<string, number>();
  readonly faults: string[] = [];
  #tried = 0;

  /** `what` is what is tried, in words. */
  constructor(what: string) {
    this.#what = what;
  }

  get tried(): number {
    return this.#tried;
  }

  /** One that was tried; `faults` are empty where it was survived, in the `way` that is counted. */
  add(faults: readonly string[], way = ''): void {
    this.#tried++;
    if (faults.length > 0) this.faults.push(...faults);
    this.#ways.set(
      faults.length > 0 ? 'not survived' : way,
      (this.#ways.get(faults.length > 0 ? 'not survived' : way) ?? 0) + 1,
    );
  }

  /** Puts the row into the table, and gives the faults. */
  close(): readonly string[] {
    const failed = this.#ways.get('not survived') ?? 0;
    const ways = [...this.#ways].filter(([way]) => way !== '').sort(([a], [b]) => (a < b ? -1 : 1));
    rows.push({
      what: this.#what,
      tried: this.#tried,
      survived: this.#tried - failed,
      how: ways.map(([way, count]) => `${count} ${way}`).join(', '),
    });
    return this.faults;
  }
}

/** Something that cannot be tried on this machine. */
export function leaveOut(what: string, why: string): void {
  rows.push({ what, tried: 0, survived: 0, how: `not tried here: ${why}` });
}

/** The table as text. */
export function describeTrials(): string {
  const cells = rows.map(({ what, tried, survived, how }) => [what, `${survived} of ${tried}`, how]);
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map(([what, count, how]) =>
      `${what!.padEnd(widths[0]!)}  ${count!.padStart(widths[1]!)}  ${how}`.trimEnd(),
    )
    .join('\n');
}
