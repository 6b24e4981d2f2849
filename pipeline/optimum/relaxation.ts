/**
 * The linear relaxation of a network with ReLU: columns are inputs x, and for every hidden unit its pre-activation z and
 * activation h.
 *
 * A unit whose sign is known is linear: h = z, or h = 0. Of any other the relaxation keeps the triangle h >= 0, h >= z,
 * h <= u (z - l) / (u - l) for z in [l, u] (Ehlers, "Formal verification of piece-wise linear feed-forward neural
 * networks", ATVA 2017), which is the projection of the big-M form with its 0-1 variable.
 */
import type { Highs } from 'highs';
import { LinearProgram, type Row, type Solved } from './linearProgram.ts';
import type { Region, Unit } from './region.ts';
import type { AffineLayer, ReluNetwork } from './reluNetwork.ts';

const FREE = Number.POSITIVE_INFINITY;
const ROWS_PER_UNIT = 3;

/** The relaxation over one region at a time. Call `dispose` when done. */
export class Relaxation {
  readonly units: readonly Unit[];
  /** Linear programs solved so far. */
  programs = 0;
  readonly #network: ReluNetwork;
  readonly #program: LinearProgram;
  readonly #pixels: number;
  /** Column of z of the first unit of each layer; that of h is behind all z of the layer. */
  readonly #firstColumn: readonly number[];

  constructor(highs: Highs, network: ReluNetwork) {
    this.#network = network;
    this.#pixels = network.hidden[0]!.inputs;
    this.units = network.hidden.flatMap(({ outputs }, layer) =>
      Array.from({ length: outputs }, (_, unit) => ({ layer, unit })),
    );
    const sizes = network.hidden.map(({ outputs }) => 2 * outputs);
    this.#firstColumn = sizes.map((_, at) => sizes.slice(0, at).reduce((a, b) => a + b, this.#pixels));
    const columns = sizes.reduce((a, b) => a + b, this.#pixels);
    const cost = new Float64Array(columns);
    const top = network.hidden.length - 1;
    network.last.weights.forEach((weight, unit) => {
      cost[this.#columnOfH({ layer: top, unit })] = weight;
    });
    const above = Array.from({ length: network.last.inputs }, (_, unit) =>
      this.#columnOfH({ layer: top, unit }),
    );
    const rows: Row[] = [
      { columns: above, values: [...network.last.weights], lower: -FREE, upper: FREE },
      ...this.units.flatMap((unit) => this.#rowsOf(unit)),
    ];
    this.#program = new LinearProgram(highs, {
      cost,
      lower: new Float64Array(columns),
      upper: new Float64Array(columns),
      rows,
    });
  }

  /** Asks from now on only for points whose logit in the relaxation is at least `logit`. */
  cutBelow(logit: number): void {
    const row = this.#program.program.rows[0]!;
    this.#program.replaceRow(0, { ...row, lower: logit - this.#network.last.biases[0]! });
  }

  /** Sets the region over which is maximised. */
  enter({ pixelLower, pixelUpper, units: { lower, upper } }: Region): void {
    const { program } = this.#program;
    program.lower.set(pixelLower);
    program.upper.set(pixelUpper);
    for (const [at, { layer, unit }] of this.units.entries()) {
      const [low, high] = [lower[layer]![unit]!, upper[layer]![unit]!];
      const [z, h] = [this.#columnOfZ({ layer, unit }), this.#columnOfH({ layer, unit })];
      program.lower[z] = low;
      program.upper[z] = high;
      program.lower[h] = Math.max(0, low);
      program.upper[h] = Math.max(0, high);
      this.#program.replaceRow(this.#ceilingRow(at), ceiling([h, z], low, high));
    }
  }

  /** The largest logit. */
  maximise(): Solved {
    this.programs++;
    const solved = this.#program.solve();
    return { ...solved, bound: solved.bound + this.#network.last.biases[0]! };
  }

  /** A bound that the pre-activation of a unit cannot exceed, or fall below for `sign` -1. */
  boundUnit(unit: Unit, sign: 1 | -1): number {
    this.programs++;
    const cost = new Float64Array(this.#program.program.cost.length);
    cost[this.#columnOfZ(unit)] = sign;
    return sign * this.#program.solve(cost).bound;
  }

  /**
   * What the bound owes to each unit's triangle, in the order of `units`: how far h lies above max(0, z), times the multiplier of
   * the ceiling that lets it.
   */
  listGaps({ values, multipliers }: { values: Float64Array; multipliers: Float64Array }): number[] {
    return this.units.map((unit, at) => {
      const gap = values[this.#columnOfH(unit)]! - Math.max(0, values[this.#columnOfZ(unit)]!);
      return gap * Math.abs(multipliers[this.#ceilingRow(at)]!);
    });
  }

  dispose(): void {
    this.#program.dispose();
  }

  #columnOfZ({ layer, unit }: Unit): number {
    return this.#firstColumn[layer]! + unit;
  }

  #columnOfH({ layer, unit }: Unit): number {
    return this.#firstColumn[layer]! + this.#network.hidden[layer]!.outputs + unit;
  }

  #ceilingRow(at: number): number {
    return 1 + at * ROWS_PER_UNIT + 2;
  }

  /** z = inputs W + b; h >= z; and the ceiling of h, which depends on the region. */
  #rowsOf({ layer, unit }: Unit): Row[] {
    const affine = this.#network.hidden[layer]!;
    const [z, h] = [this.#columnOfZ({ layer, unit }), this.#columnOfH({ layer, unit })];
    const below = Array.from({ length: affine.inputs }, (_, i) =>
      layer === 0 ? i : this.#columnOfH({ layer: layer - 1, unit: i }),
    );
    const bias = affine.biases[unit]!;
    return [
      { columns: [...below, z], values: [...weightsTo(affine, unit), -1], lower: -bias, upper: -bias },
      { columns: [h, z], values: [1, -1], lower: 0, upper: FREE },
      { columns: [h, z], values: [1, -1], lower: -FREE, upper: FREE },
    ];
  }
}

function weightsTo({ weights, inputs, outputs }: AffineLayer, unit: number): number[] {
  return Array.from({ length: inputs }, (_, i) => weights[i * outputs + unit]!);
}

/** h <= slope z + offset over z in [low, high]. */
function ceiling(columns: [number, number], low: number, high: number): Row {
  const slope = low >= 0 ? 1 : high <= 0 ? 0 : high / (high - low);
  const offset = low >= 0 || high <= 0 ? 0 : -slope * low;
  return { columns, values: [1, -slope], lower: Number.NEGATIVE_INFINITY, upper: offset };
}
