/**
 * The arithmetic of a training step, in AssemblyScript: an MLP with ReLU on batches of images, and Adam. `../wasmTrainer.ts` says in
 * which order; `npm run build:kernels` compiles it. All sums run in the order of their index, in vectors of four columns, so that the bits
 * depend on nothing but the numbers.
 *
 * Products leave out what is 0: of an image of MNIST four pixels in five, and of a layer about half of its units. Every product here
 * is of the one form
 *
 *   out[columns] = sum over listed rows k of value[k] W[k, columns],
 *
 * the rows being those of an image's inked pixels, of the units that are on, or of the images in which a unit is on.
 *
 * Arrays are rows of float32, each row padded with zeros to whole groups of 16 columns; all addresses are in bytes.
 */

/** Columns of a group, whose sums are in four registers. */
const GROUP: i32 = 16;
const CLASSES: i32 = 10;
/** Below this numbers are denormal, with which processors are slow: moments that small count as 0. */
const LEAST_NORMAL: f32 = 1.1754943508222875e-38;

const BEGINNING: usize = (__heap_base + 63) & ~63;
let end: usize = BEGINNING;

/** A piece of memory of so many bytes, filled with zeros; 0 where there is not that much. */
export function reserve(bytes: usize): usize {
  const at = end;
  end = (end + bytes + 63) & ~63;
  const pages = i32((end + 0xffff) >>> 16);
  if (pages > memory.size() && memory.grow(pages - memory.size()) < 0) return 0;
  memory.fill(at, 0, bytes);
  return at;
}

/** Gives back all that was reserved. */
export function release(): void {
  end = BEGINNING;
}

let listAt: usize = 0;

/** Where rows are listed: 8 bytes each, the row's offset (uint32) and its value (float32). To be reserved for the longest list. */
export function useList(at: usize): void {
  listAt = at;
}

let startsAt: usize = 0;
let pixelsAt: usize = 0;
let inksAt: usize = 0;
let rowAt: usize = 0;
let imageWidth: i32 = 0;

/**
 * Where the images are: at `starts` (uint32) where the inked pixels of each begin, at `pixels` (uint16) and `inks` (bytes) those of all
 * images; `row`: room for an image of `width` bytes.
 */
export function useImages(starts: usize, pixels: usize, inks: usize, row: usize, width: i32): void {
  startsAt = starts;
  pixelsAt = pixels;
  inksAt = inks;
  rowAt = row;
  imageWidth = width;
}

/**
 * Lists the inked pixels, in [0, 1], of image number `k` of a batch. Where `flips` is not 0, the bytes [batch, width] there mark the pixels
 * that count as 1 less what they are.
 */
function listImage(indices: usize, k: i32, flips: usize, rowBytes: usize): usize {
  const image = startsAt + usize(load<i32>(indices + usize(k) * 4)) * 4;
  const from = load<u32>(image);
  const to = load<u32>(image, 4);
  let at = listAt;
  if (flips === 0) {
    for (let entry = from; entry < to; entry++) {
      store<u32>(at, u32(usize(load<u16>(pixelsAt + (usize(entry) << 1))) * rowBytes));
      store<f32>(at, f32(load<u8>(inksAt + usize(entry))) / 255, 4);
      at += 8;
    }
    return at;
  }
  memory.fill(rowAt, 0, imageWidth);
  for (let entry = from; entry < to; entry++) {
    store<u8>(rowAt + usize(load<u16>(pixelsAt + (usize(entry) << 1))), load<u8>(inksAt + usize(entry)));
  }
  const marks = flips + usize(k * imageWidth);
  for (let pixel = 0; pixel < imageWidth; pixel++) {
    const clean = i32(load<u8>(rowAt + usize(pixel)));
    const ink = load<u8>(marks + usize(pixel)) ? 255 - clean : clean;
    store<u32>(at, u32(usize(pixel) * rowBytes));
    store<f32>(at, f32(ink) / 255, 4);
    at += ink !== 0 ? 8 : 0;
  }
  return at;
}

/**
 * Lists where either of two sequences of `count` numbers, each `step` bytes apart, is not 0, with rows `rowBytes` apart: 16 bytes an
 * entry, the row's offset and both values. Gives the end of the list.
 */
function listPair(one: usize, other: usize, step: usize, count: i32, rowBytes: usize): usize {
  let at = listAt;
  for (let k = 0; k < count; k++) {
    const value0 = load<f32>(one + usize(k) * step);
    const value1 = load<f32>(other + usize(k) * step);
    store<u32>(at, u32(usize(k) * rowBytes));
    store<f32>(at, value0, 4);
    store<f32>(at, value1, 8);
    at += value0 !== 0 || value1 !== 0 ? 16 : 0;
  }
  return at;
}

/**
 * Two rows of sums over the listed rows of `rows`, each added to `base` where that is not 0. Both take a column of the rows in one go, so
 * that it is loaded once; the two may be one.
 */
function sumPair(rows: usize, last: usize, base: usize, out0: usize, out1: usize, rowBytes: usize): void {
  const zero = f32x4.splat(0);
  for (let column: usize = 0; column < rowBytes; column += 64) {
    let a0 = base ? v128.load(base + column) : zero;
    let a1 = base ? v128.load(base + column, 16) : zero;
    let a2 = base ? v128.load(base + column, 32) : zero;
    let a3 = base ? v128.load(base + column, 48) : zero;
    let b0 = a0;
    let b1 = a1;
    let b2 = a2;
    let b3 = a3;
    const columns = rows + column;
    for (let at = listAt; at < last; at += 16) {
      const row = columns + usize(load<u32>(at));
      const value0 = v128.load32_splat(at, 4);
      const value1 = v128.load32_splat(at, 8);
      const w0 = v128.load(row);
      a0 = f32x4.add(a0, f32x4.mul(w0, value0));
      b0 = f32x4.add(b0, f32x4.mul(w0, value1));
      const w1 = v128.load(row, 16);
      a1 = f32x4.add(a1, f32x4.mul(w1, value0));
      b1 = f32x4.add(b1, f32x4.mul(w1, value1));
      const w2 = v128.load(row, 32);
      a2 = f32x4.add(a2, f32x4.mul(w2, value0));
      b2 = f32x4.add(b2, f32x4.mul(w2, value1));
      const w3 = v128.load(row, 48);
      a3 = f32x4.add(a3, f32x4.mul(w3, value0));
      b3 = f32x4.add(b3, f32x4.mul(w3, value1));
    }
    v128.store(out0 + column, a0);
    v128.store(out0 + column, a1, 16);
    v128.store(out0 + column, a2, 32);
    v128.store(out0 + column, a3, 48);
    v128.store(out1 + column, b0);
    v128.store(out1 + column, b1, 16);
    v128.store(out1 + column, b2, 32);
    v128.store(out1 + column, b3, 48);
  }
}

/** Sixteen columns of the sum over the listed rows of `rows`, added to those at `base` where that is not 0, to `out`. */
function sumGroup(rows: usize, last: usize, base: usize, out: usize): void {
  let sum0 = base ? v128.load(base) : f32x4.splat(0);
  let sum1 = base ? v128.load(base, 16) : f32x4.splat(0);
  let sum2 = base ? v128.load(base, 32) : f32x4.splat(0);
  let sum3 = base ? v128.load(base, 48) : f32x4.splat(0);
  for (let at = listAt; at < last; at += 8) {
    const row = rows + usize(load<u32>(at));
    const value = v128.load32_splat(at, 4);
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(row), value));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(row, 16), value));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(row, 32), value));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(row, 48), value));
  }
  v128.store(out, sum0);
  v128.store(out, sum1, 16);
  v128.store(out, sum2, 32);
  v128.store(out, sum3, 48);
}

/** The same of thirty-two columns. */
function sumTwoGroups(rows: usize, last: usize, base: usize, out: usize): void {
  let sum0 = base ? v128.load(base) : f32x4.splat(0);
  let sum1 = base ? v128.load(base, 16) : f32x4.splat(0);
  let sum2 = base ? v128.load(base, 32) : f32x4.splat(0);
  let sum3 = base ? v128.load(base, 48) : f32x4.splat(0);
  let sum4 = base ? v128.load(base, 64) : f32x4.splat(0);
  let sum5 = base ? v128.load(base, 80) : f32x4.splat(0);
  let sum6 = base ? v128.load(base, 96) : f32x4.splat(0);
  let sum7 = base ? v128.load(base, 112) : f32x4.splat(0);
  for (let at = listAt; at < last; at += 8) {
    const row = rows + usize(load<u32>(at));
    const value = v128.load32_splat(at, 4);
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(row), value));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(row, 16), value));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(row, 32), value));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(row, 48), value));
    sum4 = f32x4.add(sum4, f32x4.mul(v128.load(row, 64), value));
    sum5 = f32x4.add(sum5, f32x4.mul(v128.load(row, 80), value));
    sum6 = f32x4.add(sum6, f32x4.mul(v128.load(row, 96), value));
    sum7 = f32x4.add(sum7, f32x4.mul(v128.load(row, 112), value));
  }
  v128.store(out, sum0);
  v128.store(out, sum1, 16);
  v128.store(out, sum2, 32);
  v128.store(out, sum3, 48);
  v128.store(out, sum4, 64);
  v128.store(out, sum5, 80);
  v128.store(out, sum6, 96);
  v128.store(out, sum7, 112);
}

/** All columns of a row of sums. */
function sumRows(rows: usize, last: usize, base: usize, out: usize, rowBytes: usize): void {
  let at: usize = 0;
  for (; at + 128 <= rowBytes; at += 128) sumTwoGroups(rows + at, last, base ? base + at : 0, out + at);
  for (; at < rowBytes; at += 64) sumGroup(rows + at, last, base ? base + at : 0, out + at);
}

/** max(0, x) of so many bytes of numbers, in place. */
function rectify(numbers: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(numbers + at, f32x4.max(v128.load(numbers + at), zero));
  }
}

/** First layer: out [batch, width] = relu(x W + b) of the images at `indices` (int32). */
export function forwardImages(
  indices: usize,
  batch: i32,
  flips: usize,
  weights: usize,
  biases: usize,
  width: i32,
  out: usize,
): void {
  const rowBytes = usize(width) * 4;
  for (let k = 0; k < batch; k++) {
    const last = listImage(indices, k, flips, rowBytes);
    const row = out + usize(k) * rowBytes;
    sumRows(weights, last, biases, row, rowBytes);
    rectify(row, rowBytes);
  }
}

/** A layer behind it: out [batch, width] = h W + b, of h [batch, inputWidth] with `inputs` units, and relu of it unless it is the last. */
export function forward(
  given: usize,
  inputs: i32,
  inputWidth: i32,
  batch: i32,
  weights: usize,
  biases: usize,
  width: i32,
  out: usize,
  isLast: bool,
): void {
  const rowBytes = usize(width) * 4;
  const givenBytes = usize(inputWidth) * 4;
  for (let k = 0; k < batch; k += 2) {
    const one = usize(k);
    const other = usize(min(k + 1, batch - 1));
    const last = listPair(given + one * givenBytes, given + other * givenBytes, 4, inputs, rowBytes);
    sumPair(weights, last, biases, out + one * rowBytes, out + other * rowBytes, rowBytes);
  }
  if (!isLast) rectify(out, usize(batch) * rowBytes);
}

/**
 * The gradient (softmax(y) - onehot) / batch of logits y [batch, 16], in their place, and the mean of -log softmax(y)[label]. Labels are
 * bytes by image.
 */
export function differentiateLoss(logits: usize, batch: i32, indices: usize, labels: usize): f64 {
  let loss: f64 = 0;
  const perImage = f32x4.splat(1 / f32(batch));
  const classes = i32x4(-1, -1, 0, 0);
  for (let k = 0; k < batch; k++) {
    const row = logits + usize(k * GROUP) * 4;
    const label = usize(load<u8>(labels + usize(load<i32>(indices + usize(k) * 4))));
    let most = load<f32>(row);
    for (let digit = 1; digit < CLASSES; digit++) most = max(most, load<f32>(row + usize(digit) * 4));
    const top = f32x4.splat(most);
    const wanted = load<f32>(row + label * 4) - most;
    const e0 = exp(f32x4.sub(v128.load(row), top));
    const e1 = exp(f32x4.sub(v128.load(row, 16), top));
    const e2 = v128.and(exp(f32x4.sub(v128.load(row, 32), top)), classes);
    const sums = f32x4.add(f32x4.add(e0, e1), e2);
    const sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    loss += Math.log(f64(sum)) - f64(wanted);
    const scale = f32x4.div(perImage, f32x4.splat(sum));
    v128.store(row, f32x4.mul(e0, scale));
    v128.store(row, f32x4.mul(e1, scale), 16);
    v128.store(row, f32x4.mul(e2, scale), 32);
    v128.store(row, f32x4.splat(0), 48);
    store<f32>(row + label * 4, load<f32>(row + label * 4) - f32x4.extract_lane(perImage, 0));
  }
  return loss / f64(batch);
}

/** exp(x) of x <= 0, within 2 units in the last place (Cephes, expf: a power of 2 times a polynomial in what is left); 0 below -87. */
function exp(x: v128): v128 {
  const isTiny = f32x4.lt(x, f32x4.splat(-87));
  const n = f32x4.floor(f32x4.add(f32x4.mul(x, f32x4.splat(f32(Math.LOG2E))), f32x4.splat(0.5)));
  const r = f32x4.sub(
    f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))),
    f32x4.mul(n, f32x4.splat(-2.1219444e-4)),
  );
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), isTiny);
}

/** out [width] = the sum of gradients [batch, width] over the batch. */
export function sumBatch(gradients: usize, batch: i32, width: i32, out: usize): void {
  const rowBytes = usize(width) * 4;
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let sum = f32x4.splat(0);
    for (let k = 0; k < batch; k++) sum = f32x4.add(sum, v128.load(gradients + usize(k) * rowBytes + column));
    v128.store(out + column, sum);
  }
}

/** out [inputs, width] = h^T g, of h [batch, inputWidth] with `inputs` units and gradients g [batch, width]. */
export function differentiateWeights(
  given: usize,
  inputs: i32,
  inputWidth: i32,
  batch: i32,
  gradients: usize,
  width: i32,
  out: usize,
): void {
  const rowBytes = usize(width) * 4;
  for (let unit = 0; unit < inputs; unit += 2) {
    const one = usize(unit);
    const other = usize(min(unit + 1, inputs - 1));
    const last = listPair(given + one * 4, given + other * 4, usize(inputWidth) * 4, batch, rowBytes);
    sumPair(gradients, last, 0, out + one * rowBytes, out + other * rowBytes, rowBytes);
  }
}

/** Adds x^T g to out [pixels, width], of the images at `indices` and gradients g [batch, width]. */
export function differentiateImages(
  indices: usize,
  batch: i32,
  flips: usize,
  gradients: usize,
  width: i32,
  out: usize,
): void {
  const rowBytes = usize(width) * 4;
  for (let k = 0; k < batch; k++) {
    const last = listImage(indices, k, flips, rowBytes);
    const gradient = gradients + usize(k) * rowBytes;
    for (let column: usize = 0; column < rowBytes; column += 64) {
      const g0 = v128.load(gradient + column);
      const g1 = v128.load(gradient + column, 16);
      const g2 = v128.load(gradient + column, 32);
      const g3 = v128.load(gradient + column, 48);
      for (let at = listAt; at < last; at += 8) {
        const row = out + column + usize(load<u32>(at));
        const value = v128.load32_splat(at, 4);
        v128.store(row, f32x4.add(v128.load(row), f32x4.mul(g0, value)));
        v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(g1, value)), 16);
        v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(g2, value)), 32);
        v128.store(row, f32x4.add(v128.load(row, 48), f32x4.mul(g3, value)), 48);
      }
    }
  }
}

/** out [columns, outWidth] = W^T of W [rows, width]. */
export function transpose(
  weights: usize,
  rows: i32,
  width: i32,
  columns: i32,
  outWidth: i32,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const from = weights + usize(row * width) * 4;
    const to = out + usize(row) * 4;
    for (let column = 0; column < columns; column++) {
      store<f32>(to + usize(column * outWidth) * 4, load<f32>(from + usize(column) * 4));
    }
  }
}

/**
 * Writes the gradients of the pre-activations of a hidden layer [batch, width] to `out`: (g W^T) where its activations, at `hidden`, are
 * above 0, else 0; g [batch, upperWidth] with `outputs` columns, W^T [outputs, width].
 */
export function differentiateUnits(
  upper: usize,
  outputs: i32,
  upperWidth: i32,
  batch: i32,
  transposed: usize,
  width: i32,
  hidden: usize,
  out: usize,
): void {
  const rowBytes = usize(width) * 4;
  const upperBytes = usize(upperWidth) * 4;
  for (let k = 0; k < batch; k += 2) {
    const one = usize(k);
    const other = usize(min(k + 1, batch - 1));
    const last = listPair(upper + one * upperBytes, upper + other * upperBytes, 4, outputs, rowBytes);
    sumPair(transposed, last, 0, out + one * rowBytes, out + other * rowBytes, rowBytes);
  }
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < usize(batch) * rowBytes; at += 16) {
    v128.store(out + at, v128.and(v128.load(out + at), f32x4.gt(v128.load(hidden + at), zero)));
  }
}

/**
 * Adam on scaled moments (../../onnx/optimizers.ts): M <- beta1 M + g, V <- beta2 V + g^2, p <- p + move M / (sqrt(V) + epsilon), of
 * `count` numbers, a multiple of four; and g <- 0.
 */
export function updateAdam(
  parameters: usize,
  first: usize,
  second: usize,
  gradients: usize,
  count: i32,
  move: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const zero = f32x4.splat(0);
  const least = f32x4.splat(LEAST_NORMAL);
  const moves = f32x4.splat(move);
  const decay1 = f32x4.splat(beta1);
  const decay2 = f32x4.splat(beta2);
  const added = f32x4.splat(epsilon);
  for (let at: usize = 0; at < usize(count) * 4; at += 16) {
    const g = v128.load(gradients + at);
    let m = f32x4.add(f32x4.mul(v128.load(first + at), decay1), g);
    let v = f32x4.add(f32x4.mul(v128.load(second + at), decay2), f32x4.mul(g, g));
    // What is no number stays, so that its training is seen to fail.
    m = v128.andnot(m, f32x4.lt(f32x4.abs(m), least));
    v = v128.andnot(v, f32x4.lt(v, least));
    v128.store(first + at, m);
    v128.store(second + at, v);
    v128.store(gradients + at, zero);
    const step = f32x4.div(f32x4.mul(m, moves), f32x4.add(f32x4.sqrt(v), added));
    v128.store(parameters + at, f32x4.add(v128.load(parameters + at), step));
  }
}
