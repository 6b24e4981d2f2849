/** Where images go into a graph model of TF.js, and which node is read. */
import { z } from 'zod';
import type { OutputKind } from '../../engine/opaqueModel.ts';
import { expected, UserError } from '../../study/errors.ts';
import { describeIssue, describeValue } from '../../study/issues.ts';
import { remarkOnDropped } from './readModel.ts';
import { NEXT_STEP } from './tfjsFile.ts';

const nodeSchema = z.looseObject({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), z.unknown()).default({}),
});

const graphSchema = z.looseObject({ node: z.array(nodeSchema) });
export type GraphTopology = z.output<typeof graphSchema>;

const shapeSchema = z.looseObject({
  shape: z.looseObject({
    dim: z.array(z.looseObject({ size: z.coerce.number() })),
  }),
});

/** The ends of a graph. */
export interface GraphEnds {
  readonly inputShape: readonly (number | null)[];
  /** The node to read; null where it is the graph's output. */
  readonly node: string | null;
  readonly isDropped: boolean;
  readonly remarks: readonly string[];
}

/** What goes in, and what is read: before a softmax at the end, unless the outputs are said to be logits. Throws a UserError for no graph. */
export function readGraphEnds(value: unknown, outputs: OutputKind | null, where: string): GraphEnds {
  const parsed = graphSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
  }
  const nodes = parsed.data.node;
  const inputs = nodes.filter(({ op }) => op === 'Placeholder');
  if (inputs.length !== 1) {
    throw expected(where, 'one input', describeValue(inputs.map(({ name }) => name)), NEXT_STEP);
  }
  const shape = shapeSchema.safeParse(inputs[0]!.attr.shape);
  const dim = shape.success ? shape.data.shape.dim : [];
  const inputShape = dim.map(({ size }) => (size > 0 ? size : null));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const taken = new Set(nodes.flatMap(({ input }) => input.map(nameOf)));
  let last = nodes.find(({ name, op }) => !taken.has(name) && op !== 'Const' && op !== 'Placeholder');
  while (last?.op === 'Identity') last = byName.get(nameOf(last.input[0] ?? ''));
  const isDropped = outputs !== 'logits' && /^(Log)?Softmax$|^Sigmoid$/.test(last?.op ?? '');
  if (last === undefined || !isDropped) return { inputShape, node: null, isDropped: false, remarks: [] };
  return {
    inputShape,
    node: nameOf(last.input[0] ?? ''),
    isDropped,
    remarks: [remarkOnDropped(`the node ${last.op} ${describeValue(last.name)}`)],
  };
}

/** The node of a value such as `dense/BiasAdd:0` or `^wait`. */
function nameOf(value: string): string {
  return value.replace(/^\^/, '').replace(/:\d+$/, '');
}
