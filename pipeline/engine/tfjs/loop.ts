/**
 * A loop in a TensorFlow graph over i = 0, 1, ..., steps - 1, one round after the other, as TensorFlow's own while loops are
 * made (Yu et al., "Dynamic control flow in large-scale machine learning", EuroSys 2018). What a round changes lies in
 * variables; i alone goes from round to round.
 */
import type { Graph } from './graph.ts';
import type { Element, Value } from './graphMessages.ts';

/** A loop whose body is being built. Call {@link Loop.end} when all of it is there. */
export class Loop {
  /** The number of the round, int32, from 0. */
  readonly index: Value;
  readonly #graph: Graph;
  readonly #name: string;
  readonly #brought = new Map<Value, Value>();

  /** A loop of `steps` rounds, an int32 scalar; it begins after the nodes `after`. */
  constructor(graph: Graph, name: string, steps: Value, after: readonly Value[]) {
    this.#graph = graph;
    this.#name = name;
    const int = { T: { type: 'int32' } } as const;
    this.#enter(graph.whole(`${name}/zero`, 0), 'int32', `${name}/first`, false, after);
    graph.node('Merge', [`${name}/first`, `${name}/next`], `${name}/round`, { ...int, N: { int: 2 } });
    graph.node('Less', [`${name}/round`, this.bring(steps, 'int32')], `${name}/is_left`, int);
    graph.node('LoopCond', [`${name}/is_left`], `${name}/goes_on`);
    graph.node('Switch', [`${name}/round`, `${name}/goes_on`], `${name}/switch`, int);
    this.index = graph.node('Identity', [`${name}/switch:1`], `${name}/index`, int);
  }

  /** A value from outside the loop, the same in every round, for use inside. */
  bring(value: Value, element: Element): Value {
    const held = this.#brought.get(value);
    if (held !== undefined) return held;
    const brought = this.#enter(value, element, `${this.#name}/outer/${value}`, true);
    this.#brought.set(value, brought);
    return brought;
  }

  /** Ends the body: the next round begins when the nodes `changes` are done. Gives a node that comes after the last round. */
  end(changes: readonly Value[]): Value {
    const name = this.#name;
    const int = { T: { type: 'int32' } } as const;
    const one = this.bring(this.#graph.whole(`${name}_one`, 1), 'int32');
    this.#graph.node('AddV2', [this.index, one], `${name}/following`, int, changes);
    this.#graph.node('NextIteration', [`${name}/following`], `${name}/next`, int);
    return this.#graph.node('Exit', [`${name}/switch`], `${name}/done`, int);
  }

  #enter(
    value: Value,
    element: Element,
    name: string,
    isConstant: boolean,
    after: readonly Value[] = [],
  ): Value {
    const attributes = {
      T: { type: element },
      frame_name: { text: this.#name },
      is_constant: { flag: isConstant },
      // One round at a time: each changes the variables that the next one reads.
      parallel_iterations: { int: 1 },
    } as const;
    return this.#graph.node('Enter', [value], name, attributes, after);
  }
}
