/**
 * Linear programs that are solved again and again with other bounds, by HiGHS (highs.dev) in WebAssembly, each with a bound
 * that does not rest on the solver's tolerances.
 *
 * max c'x subject to r <= A x <= s, l <= x <= u with finite l and u. For any multipliers y, weak duality bounds the
 * maximum by sum_i max(y_i r_i, y_i s_i) + sum_j max(d_j l_j, d_j u_j), d = c - A'y. HiGHS proposes y; the bound is summed
 * here, in doubles, and holds whatever y is (Neumaier and Shcherbina, "Safe bounds in linear and mixed-integer linear
 * programming", Math. Program. 99, 2004). With c = 0 and a bound below 0 nothing is feasible.
 */
import loadHighs, { type Highs, type Model as HighsModel } from 'highs';

/** Rows of a matrix: for each, columns and values. */
export interface Row {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** What is maximised over; bounds of columns may be changed in place between two solves. */
export interface Program {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rows: Row[];
}

/** What a solve found. */
export interface Solved {
  /** No feasible point has a larger objective; -Infinity where there is none. */
  readonly bound: number;
  /** Values of the columns: feasible up to the solver's tolerances. Null where there are none. */
  readonly values: Float64Array | null;
  /** d = c - A'y of the bound: a column that leaves its better bound by t lowers the bound by |d| t. */
  readonly reduced: Float64Array | null;
  /** y of the bound, one a row. */
  readonly multipliers: Float64Array | null;
}

/** The package's types are of its CommonJS build, in which the loader is a property of what its ES module exports. */
const load = loadHighs as unknown as typeof loadHighs.default;

let loading: Promise<Highs> | undefined;

/** HiGHS, loaded once a process. */
export function loadSolver(): Promise<Highs> {
  loading ??= load();
  return loading;
}

/** A program inside HiGHS, which starts each solve from the last basis. Call `dispose` when done. */
export class LinearProgram {
  readonly program: Program;
  readonly #model: HighsModel;
  readonly #infeasible: number;

  constructor(highs: Highs, program: Program) {
    this.program = program;
    const { cost, lower, upper, rows } = program;
    this.#infeasible = highs.constants.modelStatus.infeasible;
    this.#model = highs.createModel({
      numCols: cost.length,
      numRows: rows.length,
      sense: highs.constants.objectiveSense.maximize,
      colCost: cost,
      colLower: lower,
      colUpper: upper,
      rowLower: rows.map((row) => row.lower),
      rowUpper: rows.map((row) => row.upper),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: cost.length,
        starts: listStarts(rows),
        indices: rows.flatMap(({ columns }) => columns),
        values: rows.flatMap(({ values }) => values),
      },
    });
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex' });
  }

  /** Replaces a row, which keeps its columns. */
  replaceRow(index: number, row: Row): void {
    const old = this.program.rows[index]!;
    row.columns.forEach((column, k) => {
      if (old.values[k] !== row.values[k]) this.#model.changeCoefficient(index, column, row.values[k]!);
    });
    this.#model.changeRowBounds(index, row.lower, row.upper);
    this.program.rows[index] = row;
  }

  /** Maximises `cost`, under the bounds that the columns have now. */
  solve(cost = this.program.cost): Solved {
    const { lower, upper } = this.program;
    const all = { kind: 'range', from: 0, to: cost.length - 1 } as const;
    this.#model.changeColsCost(all, cost);
    this.#model.changeColsBounds(all, lower, upper);
    const { modelStatus } = this.#model.run();
    if (modelStatus === this.#infeasible) return this.#refute();
    const { colValue, rowDual } = this.#model.getSolution();
    return { ...this.#bound(cost, rowDual), values: colValue };
  }

  /** Multipliers that show that nothing is feasible; without them the bound is the trivial one. */
  #refute(): Solved {
    const { cost } = this.program;
    const none = new Float64Array(cost.length);
    const ray = this.#model.getDualRay()?.values;
    const isRefuted =
      ray !== undefined && [ray, ray.map((value) => -value)].some((y) => this.#bound(none, y).bound < 0);
    if (isRefuted) return { bound: Number.NEGATIVE_INFINITY, values: null, reduced: null, multipliers: null };
    return { ...this.#bound(cost, new Float64Array(this.program.rows.length)), values: null };
  }

  #bound(cost: Float64Array, multipliers: Float64Array): Omit<Solved, 'values'> {
    const { lower, upper, rows } = this.program;
    const reduced = Float64Array.from(cost);
    let bound = 0;
    rows.forEach((row, i) => {
      const y = allowed(multipliers[i]!, row);
      if (y === 0) return;
      bound += y > 0 ? y * row.upper : y * row.lower;
      row.columns.forEach((column, k) => {
        reduced[column] = reduced[column]! - y * row.values[k]!;
      });
    });
    reduced.forEach((d, j) => {
      bound += d > 0 ? d * upper[j]! : d * lower[j]!;
    });
    return { bound, reduced, multipliers };
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** The multiplier, or 0 where it would weigh a side without bound. */
function allowed(y: number, { lower, upper }: Row): number {
  return Number.isFinite(y > 0 ? upper : lower) ? y : 0;
}

/** Where each row begins among the entries of all rows, and where the last ends. */
function listStarts(rows: readonly Row[]): number[] {
  const starts = [0];
  for (const { columns } of rows) starts.push(starts.at(-1)! + columns.length);
  return starts;
}
