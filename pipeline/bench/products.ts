/**
 * Bare matrix products, as data that every library at hand is given alike: what a training step or a search cannot do
 * without. Whatever they take beyond that (biases, ReLU, loss, Adam, gathering, allocation) is what could still be saved.
 */
import { CLASSES } from '../math/images.ts';
import { fillNormal, openStream } from '../math/streams.ts';

/** Rows and columns of a matrix. */
export type MatrixShape = readonly [rows: number, columns: number];

/** The product of two matrices, either of them transposed first if told so. */
export interface Product {
  readonly a: string;
  readonly b: string;
  readonly result: string;
  readonly transposed?: 'a' | 'b';
}

/** Matrix products, each of inputs and of results of earlier ones. */
export interface ProductPlan {
  readonly inputs: Readonly<Record<string, MatrixShape>>;
  /** The inputs that a library may keep in a layout of its own. */
  readonly constants: readonly string[];
  readonly products: readonly Product[];
}

/** What the rows of the weights are: ours and TensorFlow's are inputs, PyTorch's are outputs. */
export type WeightRows = 'inputs' | 'outputs';

/** Hidden size, batch size, and pixels that are multiplied over. */
export interface StepShape {
  readonly hidden: number;
  readonly batch: number;
  readonly pixels: number;
}

/** Products that can be made a number of times. Call `dispose` when done. */
export interface Products {
  /** Makes all products `times` times. */
  run(times: number): Promise<void>;
  dispose(): Promise<void>;
}

/** A library that multiplies matrices. */
export interface ProductMaker {
  /** `onnxruntime`. */
  readonly name: string;
  /** How it has weights in its own layers, which is how it multiplies fastest. */
  readonly weightRows: WeightRows;
  openProducts(plan: ProductPlan): Promise<Products>;
  /** The results that no other product takes, by name, row-major: for a look at whether they are right. */
  multiplyOnce(plan: ProductPlan): Promise<ReadonlyMap<string, Float32Array>>;
}

/**
 * The eight products of a training step at hidden size H and batch size B, over `pixels` of the image, P. Forward h1 = x W1,
 * h2 = h1 W2, y = h2 W3; weights g_w3 = h2^T y, g_w2 = h1^T g2, g_w1 = x^T g1; inputs g2 = y W3^T, g1 = g2 W2^T. Where rows
 * of the weights are outputs, every W and g_w is transposed.
 */
export function planStep({ hidden, batch, pixels }: StepShape, rows: WeightRows): ProductPlan {
  const areInputs = rows === 'inputs';
  const shape = (inputs: number, outputs: number): MatrixShape =>
    areInputs ? [inputs, outputs] : [outputs, inputs];
  const forward = (a: string, b: string, result: string): Product =>
    areInputs ? { a, b, result } : { a, b, result, transposed: 'b' };
  const backward = (a: string, b: string, result: string): Product =>
    areInputs ? { a, b, result, transposed: 'b' } : { a, b, result };
  const weights = (inputs: string, gradient: string, result: string): Product => {
    const [a, b] = areInputs ? [inputs, gradient] : [gradient, inputs];
    return { a, b, result, transposed: 'a' };
  };
  return {
    inputs: {
      x: [batch, pixels],
      w1: shape(pixels, hidden),
      w2: shape(hidden, hidden),
      w3: shape(hidden, CLASSES),
    },
    constants: [],
    products: [
      forward('x', 'w1', 'h1'), // (B, P) x (P, H) -> (B, H)
      forward('h1', 'w2', 'h2'), // (B, H) x (H, H) -> (B, H)
      forward('h2', 'w3', 'y'), // (B, H) x (H, 10) -> (B, 10)
      weights('h2', 'y', 'g_w3'), // (H, B) x (B, 10) -> (H, 10)
      backward('y', 'w3', 'g2'), // (B, 10) x (10, H) -> (B, H)
      weights('h1', 'g2', 'g_w2'), // (H, B) x (B, H) -> (H, H)
      backward('g2', 'w2', 'g1'), // (B, H) x (H, H) -> (B, H)
      weights('x', 'g1', 'g_w1'), // (P, B) x (B, H) -> (P, H)
    ],
  };
}

/** The product that a search lives on: rows [n, H] x weights [H, H], with the weights a constant. */
export function planSearch(hidden: number, rows: number): ProductPlan {
  return {
    inputs: { rows: [rows, hidden], weights: [hidden, hidden] },
    constants: ['weights'],
    products: [{ a: 'rows', b: 'weights', result: 'products' }],
  };
}

/** The shape of every input and result. */
export function listShapes({ inputs, products }: ProductPlan): ReadonlyMap<string, MatrixShape> {
  const shapes = new Map(Object.entries(inputs));
  for (const { a, b, result, transposed } of products) {
    const [left, right] = [shapes.get(a)!, shapes.get(b)!];
    shapes.set(result, [transposed === 'a' ? left[1] : left[0], transposed === 'b' ? right[0] : right[1]]);
  }
  return shapes;
}

/** The results that no other product takes. */
export function listEnds({ products }: ProductPlan): string[] {
  const taken = new Set(products.flatMap(({ a, b }) => [a, b]));
  return products.map(({ result }) => result).filter((result) => !taken.has(result));
}

/** Floating-point operations of all products: 2 m k n for (m, k) x (k, n). */
export function countOperations(plan: ProductPlan): number {
  const shapes = listShapes(plan);
  return plan.products.reduce((sum, { a, result, transposed }) => {
    const [rows, columns] = shapes.get(a)!;
    const [m, n] = shapes.get(result)!;
    return sum + 2 * m * n * (transposed === 'a' ? rows : columns);
  }, 0);
}

/** The inputs' values, normal of standard deviation sqrt(1 / columns), so that products of products stay of a usual size. */
export function drawInputs({ inputs }: ProductPlan): ReadonlyMap<string, Float32Array> {
  return new Map(
    Object.entries(inputs).map(([name, [rows, columns]]) => [
      name,
      fillNormal(openStream(0, `products/${name}`), Math.sqrt(1 / columns), new Float32Array(rows * columns)),
    ]),
  );
}
