/**
 * Builds TensorFlow graphs: a GraphDef whose functions (the signatures of a SavedModel) TensorFlow runs in one call each, so that
 * JavaScript is not asked for every operation.
 */
import {
  type Attributes,
  describeAttribute,
  describeFunction,
  type Element,
  type Ends,
  type Message,
  openMessages,
  type Value,
} from './graphMessages.ts';

/** A graph that TensorFlow 2.9 and later read; theirs grow, and older ones stay valid (tensorflow/core/public/version.h). */
const GRAPH_VERSION = 1087;

/** The tag under which a SavedModel is found. */
export const TAG = 'serve';

const T = { T: { type: 'float32' } } as const;

/** Builds one graph. Every method returns the name of the value it adds, to be used by later nodes. */
export class Graph {
  readonly #nodes: Message[] = [];
  readonly #functions: (readonly [name: string, inputs: Ends, outputs: Ends])[] = [];

  /** Adds a value that the caller gives. */
  input(name: string, element: Element): Value {
    return this.node('Placeholder', [], name, { dtype: { type: element }, shape: { shape: null } });
  }

  /** Adds a constant, float32 or int32 as its values are; a scalar unless `shape` is given. */
  constant(name: string, values: Float32Array | Int32Array, shape: readonly number[] = []): Value {
    const element = values instanceof Float32Array ? 'float32' : 'int32';
    return this.node('Const', [], name, { dtype: { type: element }, value: { constant: values, of: shape } });
  }

  /** Adds a float32 scalar. */
  number(name: string, value: number): Value {
    return this.constant(name, Float32Array.of(value));
  }

  /** Adds an int32 scalar. */
  whole(name: string, value: number): Value {
    return this.constant(name, Int32Array.of(value));
  }

  /** Adds int32 values [n], such as axes or a shape. */
  list(name: string, values: readonly number[]): Value {
    return this.constant(name, Int32Array.from(values), [values.length]);
  }

  /** Adds a variable, which lives as long as the graph is loaded; gives its handle. */
  variable(name: string, element: Element): Value {
    return this.node('VarHandleOp', [], name, {
      ...{ dtype: { type: element }, shape: { shape: null } },
      ...{ shared_name: { text: name }, container: { text: '' } },
    });
  }

  /** The value of the variable `handle`, read after the nodes `after`. */
  read(handle: Value, element: Element, name: string, after: readonly Value[] = []): Value {
    return this.node('ReadVariableOp', [handle], name, { dtype: { type: element } }, after);
  }

  /** Sets the variable `handle`; gives the name of the node, for others to come after. */
  assign(handle: Value, value: Value, element: Element): Value {
    return this.node('AssignVariableOp', [handle, value], `assign_${handle}`, { dtype: { type: element } });
  }

  /** Declares the function `clear`, which leaves nothing in the float32 or uint8 variables of these handles. */
  functionClear(variables: Readonly<Record<Value, Element>>): void {
    const cleared = Object.entries(variables).map(([handle, element]) => {
      const empty = this.cast(
        this.constant(`none_${handle}`, new Float32Array(0), [0]),
        'float32',
        element,
        `empty_${handle}`,
      );
      return this.node('AssignVariableOp', [handle, empty], `clear_${handle}`, { dtype: { type: element } });
    });
    const done = this.after(cleared, 'cleared');
    this.function('clear', {}, { done: { value: done, element: 'float32' } });
  }

  /** Adds a value that is there once the nodes `others` are done. */
  after(others: readonly Value[], name: string): Value {
    return this.node('Identity', [this.number(`${name}_value`, 1)], name, T, others);
  }

  /** Adds a node on float32 values. */
  float(operator: string, inputs: readonly Value[], name: string, attributes: Attributes = {}): Value {
    return this.node(operator, inputs, name, { ...T, ...attributes });
  }

  /** Adds the product a b of two matrices, either of them transposed first if told so. */
  product(a: Value, b: Value, name: string, transposed: { a?: boolean; b?: boolean } = {}): Value {
    const { a: isA = false, b: isB = false } = transposed;
    return this.float('MatMul', [a, b], name, {
      transpose_a: { flag: isA },
      transpose_b: { flag: isB },
    });
  }

  /** Adds the sum over `axes`, an int32 list. */
  sum(value: Value, axes: Value, name: string, isKept = false): Value {
    return this.float('Sum', [value, axes], name, { Tidx: { type: 'int32' }, keep_dims: { flag: isKept } });
  }

  /** Adds the rows `indices` (int32) of `values`. `axis`: the int32 scalar 0. */
  gather(values: Value, indices: Value, axis: Value, name: string, element: Element = 'float32'): Value {
    return this.node('GatherV2', [values, indices, axis], name, {
      Tparams: { type: element },
      ...{ Tindices: { type: 'int32' }, Taxis: { type: 'int32' }, batch_dims: { int: 0 } },
    });
  }

  /** Adds `value` as another element. */
  cast(value: Value, from: Element, to: Element, name: string): Value {
    return this.node('Cast', [value], name, { SrcT: { type: from }, DstT: { type: to } });
  }

  /** Adds the uint8 values of a text of bytes, in `shape`, an int32 list. */
  decodeBytes(bytes: Value, shape: Value, name: string): Value {
    this.node('DecodeRaw', [bytes], `${name}_flat`, {
      out_type: { type: 'uint8' },
      little_endian: { flag: true },
    });
    return this.node('Reshape', [`${name}_flat`, shape], name, {
      ...{ T: { type: 'uint8' }, Tshape: { type: 'int32' } },
    });
  }

  /** Adds a node, which is called `name`, as its first output is. It is computed after the nodes `after`. */
  node(
    operator: string,
    inputs: readonly Value[],
    name: string,
    attributes: Attributes = {},
    after: readonly Value[] = [],
  ): Value {
    const { NodeDef } = openMessages();
    const node = new NodeDef();
    node.setName(name);
    node.setOp(operator);
    node.setInputList([...inputs, ...after.map((other) => `^${other}`)]);
    for (const [key, attribute] of Object.entries(attributes)) {
      node.getAttrMap().set(key, describeAttribute(attribute));
    }
    this.#nodes.push(node);
    return name;
  }

  /** Declares a function that can be called once the graph is loaded. */
  function(name: string, inputs: Ends, outputs: Ends): void {
    this.#functions.push([name, inputs, outputs]);
  }

  /** Names of the functions. */
  get functions(): readonly string[] {
    return this.#functions.map(([name]) => name);
  }

  /** The bytes of saved_model.pb. */
  toSavedModel(): Uint8Array {
    const messages = openMessages();
    const versions = new messages.VersionDef();
    versions.setProducer(GRAPH_VERSION);
    const definition = new messages.GraphDef();
    definition.setVersions(versions);
    definition.setNodeList(this.#nodes);
    const information = new messages.MetaGraphDef.MetaInfoDef();
    information.setTagsList([TAG]);
    const meta = new messages.MetaGraphDef();
    meta.setMetaInfoDef(information);
    meta.setGraphDef(definition);
    for (const [name, inputs, outputs] of this.#functions) {
      meta.getSignatureDefMap().set(name, describeFunction(inputs, outputs));
    }
    const model = new messages.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.addMetaGraphs(meta);
    return model.serializeBinary();
  }
}
