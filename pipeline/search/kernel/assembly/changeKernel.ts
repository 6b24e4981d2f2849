/**
 * The arithmetic of single-pixel changes, in AssemblyScript: what an MLP of two hidden layers with ReLU makes of an image with one
 * pixel changed, from what it makes of the image itself. `../changeKernel.ts` says how it is used; `npm run build:kernels` compiles it.
 *
 * With z1 = x W1 + b1 and z2 = relu(z1) W2 + b2 of the image, a change c of pixel i moves z1 by c W1[i], and, over the units k of the
 * first layer,
 *
 *   z2 by  c R[i] + sum over units that switch of e[k] W2[k],   R[i] = sum over units that are on of W1[i, k] W2[k],
 *
 * where a unit is on if z1[k] > 0, one that comes on adds e = z1[k] + c W1[i, k], and one that goes off adds minus that. Few units
 * switch, and R is kept: as long as few units came on or went off since R[i] was computed, their rows are added with those of the
 * units that switch; then R of the pixel and of its three neighbours is moved by all of them, so that W2 is read once for four.
 *
 * z1 and z2 are held in double precision, so that moving them about leaves no drift; R, and what a change does, are in single.
 * Columns of W2 are kept in panels of eight, [panels][units][8], so that a panel of all the rows that are needed fits the cache.
 *
 * `computeOrdered` gives the logits in ordered arithmetic (../orderedArithmetic.ts): float32, every sum in the order of its index.
 */

const PIXELS: i32 = 784;
const CLASSES: i32 = 10;
/** Columns of a panel. */
const WIDTH: i32 = 8;
const PANEL: usize = 32;
/** Columns of four panels, whose ordered sums are taken side by side. */
const GROUP: i32 = 32;
/** Pixels whose R is moved together. */
const BLOCK: i32 = 4;
/** As many units that came on or went off as are left to be added anew for each change. */
const FEW: i32 = 8;
/** Most changes in one call. */
const MAX_CHANGES: i32 = 784;

/** Units of either hidden layer, and the same rounded up to whole groups. */
let units: i32 = 0;
let padded: i32 = 0;
/** Bytes of a row [padded] of float32, and of a set of units, a bit each, in whole words of 64. */
let rowBytes: usize = 0;
let setBytes: usize = 0;

let imageAt: usize = 0;
let firstWeightsAt: usize = 0;
let firstBiasesAt: usize = 0;
let secondWeightsAt: usize = 0;
let secondBiasesAt: usize = 0;
let outputWeightsAt: usize = 0;
let outputBiasesAt: usize = 0;
let firstAt: usize = 0;
let firstSingleAt: usize = 0;
let secondAt: usize = 0;
let secondSingleAt: usize = 0;
let onAt: usize = 0;
let movedRowsAt: usize = 0;
let movedOnAt: usize = 0;
let movedBytes: usize = 0;
let placesAt: usize = 0;
let placeBytes: usize = 0;
let keptAt: usize = 0;
let switchedAt: usize = 0;
let factorsAt: usize = 0;
let hiddenAt: usize = 0;
let pixelsAt: usize = 0;
let changesAt: usize = 0;
let logitsAt: usize = 0;

/**
 * Plans the memory for a model of so many hidden units and images that are held; everything in it is to be written anew. Gives whether
 * there is that much memory.
 */
export function open(hidden: i32, places: i32): bool {
  units = hidden;
  padded = ((hidden + GROUP - 1) / GROUP) * GROUP;
  rowBytes = usize(padded) * 4;
  setBytes = ((usize(padded) + 63) / 64) * 8;
  let end: usize = (__heap_base + 63) & ~63;
  imageAt = end;
  end += usize(PIXELS) * 4;
  firstWeightsAt = end;
  end += usize(PIXELS) * rowBytes;
  firstBiasesAt = end;
  end += rowBytes;
  secondWeightsAt = end;
  end += usize(units) * rowBytes;
  secondBiasesAt = end;
  end += rowBytes;
  outputWeightsAt = end;
  end += usize(CLASSES) * rowBytes;
  outputBiasesAt = end;
  end += 64;
  // R [784, padded], and behind it, for each block of pixels, the units that were on when it was computed.
  movedBytes = usize(PIXELS) * rowBytes + usize(PIXELS / BLOCK) * setBytes;
  placeBytes = (movedBytes + 6 * rowBytes + setBytes + 63) & ~63;
  placesAt = (end + 63) & ~63;
  end = placesAt + usize(places) * placeBytes;
  keptAt = end;
  end = keptAt + movedBytes;
  switchedAt = (end + 63) & ~63;
  end = switchedAt + usize(max(padded, PIXELS) + FEW) * 4;
  factorsAt = (end + 63) & ~63;
  end = factorsAt + usize(max(BLOCK * padded, PIXELS)) * 4;
  hiddenAt = end;
  end += rowBytes;
  pixelsAt = end;
  end += usize(MAX_CHANGES) * 4;
  changesAt = end;
  end += usize(MAX_CHANGES) * 4;
  logitsAt = end;
  end += usize(MAX_CHANGES * CLASSES) * 4;
  const pages = i32((end + 0xffff) >>> 16);
  if (pages > memory.size() && memory.grow(pages - memory.size()) < 0) return false;
  memory.fill(firstWeightsAt, 0, end - firstWeightsAt);
  select(0);
  return true;
}

/** From now on it is about the image that is held at `place`. */
export function select(place: i32): void {
  firstAt = placesAt + usize(place) * placeBytes;
  firstSingleAt = firstAt + 2 * rowBytes;
  secondAt = firstSingleAt + rowBytes;
  secondSingleAt = secondAt + 2 * rowBytes;
  movedRowsAt = secondSingleAt + rowBytes;
  movedOnAt = movedRowsAt + usize(PIXELS) * rowBytes;
  onAt = movedOnAt + usize(PIXELS / BLOCK) * setBytes;
}

/** The image [784] whose logits `computeOrdered` computes */
export function image(): usize {
  return imageAt;
}

/** W1 [784, padded] */
export function firstWeights(): usize {
  return firstWeightsAt;
}

/** b1 [padded] */
export function firstBiases(): usize {
  return firstBiasesAt;
}

/** W2 in panels [padded / 8, units, 8] */
export function secondWeights(): usize {
  return secondWeightsAt;
}

/** b2 [padded] */
export function secondBiases(): usize {
  return secondBiasesAt;
}

/** W3 by class [10, padded] */
export function outputWeights(): usize {
  return outputWeightsAt;
}

/** b3 [10] */
export function outputBiases(): usize {
  return outputBiasesAt;
}

/** z1 [padded], float64, of the image that `begin` begins with */
export function first(): usize {
  return firstAt;
}

/** The pixels [784] of the changes that `evaluate` evaluates, int32 */
export function pixels(): usize {
  return pixelsAt;
}

/** By how much each of them grows [784] */
export function changes(): usize {
  return changesAt;
}

/** The logits [784, 10] that `evaluate` writes */
export function logits(): usize {
  return logitsAt;
}

/** Begins with the image whose z1 was written: computes its z2, and forgets every R. */
export function begin(): void {
  memory.fill(movedRowsAt, 0, movedBytes);
  hold();
}

/** The same, and keeps R of every pixel for other searches that begin with this image. */
export function beginAndKeep(): void {
  begin();
  for (let block = 0; block * BLOCK < PIXELS; block++) moveRows(block);
  memory.copy(keptAt, movedRowsAt, movedBytes);
}

/** Begins with the image that was begun with last by `beginAndKeep`. */
export function beginAgain(): void {
  memory.copy(movedRowsAt, keptAt, movedBytes);
  hold();
}

/** Computes z2 from z1. */
function hold(): void {
  noteFirst();
  for (let panel = 0; panel * WIDTH < padded; panel++) {
    const at = usize(panel) * PANEL;
    const weights = secondWeightsAt + at * usize(units);
    const bias0 = v128.load(secondBiasesAt + at);
    const bias1 = v128.load(secondBiasesAt + at, 16);
    let sum0 = lowDoubles(bias0);
    let sum1 = highDoubles(bias0);
    let sum2 = lowDoubles(bias1);
    let sum3 = highDoubles(bias1);
    for (let unit = 0; unit < units; unit++) {
      const value = load<f64>(firstAt + usize(unit) * 8);
      if (value <= 0) continue;
      const factor = f64x2.splat(value);
      const row0 = v128.load(weights + usize(unit) * PANEL);
      const row1 = v128.load(weights + usize(unit) * PANEL, 16);
      sum0 = f64x2.add(sum0, f64x2.mul(factor, lowDoubles(row0)));
      sum1 = f64x2.add(sum1, f64x2.mul(factor, highDoubles(row0)));
      sum2 = f64x2.add(sum2, f64x2.mul(factor, lowDoubles(row1)));
      sum3 = f64x2.add(sum3, f64x2.mul(factor, highDoubles(row1)));
    }
    storeSecond(at, sum0, sum1, sum2, sum3);
  }
}

/**
 * Writes the logits [count, 10] of the image with each of `count` changes, one at a time: of all classes, or of `wanted` alone where
 * that is at least 0.
 */
export function evaluate(count: i32, wanted: i32): void {
  for (let k = 0; k < count; k++) {
    const pixel = pixelAt(k);
    const change = load<f32>(changesAt + usize(k) * 4);
    computeMove(pixel, change, listRows(pixel, change));
    activateSecond();
    const from = wanted < 0 ? 0 : wanted;
    const to = wanted < 0 ? CLASSES : wanted + 1;
    for (let digit = from; digit < to; digit++) {
      store<f32>(logitsAt + usize(k * CLASSES + digit) * 4, computeLogit(digit));
    }
  }
}

/** Makes a change: the image is that with the pixel grown by `change` from now on. */
export function take(pixel: i32, change: f32): void {
  computeMove(pixel, change, listRows(pixel, change));
  moveSecond();
  const row = firstWeightsAt + usize(pixel) * rowBytes;
  const factor = f64x2.splat(f64(change));
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const weights = v128.load(row + at);
    const low = f64x2.add(v128.load(firstAt + 2 * at), f64x2.mul(factor, lowDoubles(weights)));
    const high = f64x2.add(v128.load(firstAt + 2 * at, 16), f64x2.mul(factor, highDoubles(weights)));
    v128.store(firstAt + 2 * at, low);
    v128.store(firstAt + 2 * at, high, 16);
  }
  noteFirst();
}

/** Writes the logits [10] of the image at `image` to `logits`, every sum in the order of its index and the bias last. */
export function computeOrdered(): void {
  let count = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    count = listInput(load<f32>(imageAt + usize(pixel) * 4), usize(pixel) * rowBytes, count);
  }
  sumInOrder(firstWeightsAt, PANEL, count, firstBiasesAt);
  count = 0;
  for (let unit = 0; unit < units; unit++) {
    count = listInput(load<f32>(hiddenAt + usize(unit) * 4), usize(unit) * PANEL, count);
  }
  sumInOrder(secondWeightsAt, PANEL * usize(units), count, secondBiasesAt);
  for (let digit = 0; digit < CLASSES; digit++) {
    const weights = outputWeightsAt + usize(digit) * rowBytes;
    let sum: f32 = 0;
    for (let unit = 0; unit < units; unit++) {
      const value = load<f32>(hiddenAt + usize(unit) * 4);
      if (value !== 0) sum += load<f32>(weights + usize(unit) * 4) * value;
    }
    store<f32>(logitsAt + usize(digit) * 4, sum + load<f32>(outputBiasesAt + usize(digit) * 4));
  }
}

/** Lists an input of a layer that is not 0, and where its row of weights is from the first; how many there are then. */
function listInput(value: f32, row: usize, count: i32): i32 {
  if (value === 0) return count;
  store<u32>(switchedAt + usize(count) * 4, u32(row));
  store<f32>(factorsAt + usize(count) * 4, value);
  return count + 1;
}

/** Writes relu(x W + b) [padded] of the inputs x listed to `hiddenAt`; panels of W are `step` bytes apart. */
function sumInOrder(weights: usize, step: usize, count: i32, biases: usize): void {
  const zero = f32x4.splat(0);
  for (let column = 0; column < padded; column += GROUP) {
    const panel0 = weights + usize(column / WIDTH) * step;
    const panel1 = panel0 + step;
    const panel2 = panel1 + step;
    const panel3 = panel2 + step;
    let sum0 = zero;
    let sum1 = zero;
    let sum2 = zero;
    let sum3 = zero;
    let sum4 = zero;
    let sum5 = zero;
    let sum6 = zero;
    let sum7 = zero;
    for (let k = 0; k < count; k++) {
      const row = usize(load<u32>(switchedAt + usize(k) * 4));
      const value = v128.load32_splat(factorsAt + usize(k) * 4);
      sum0 = f32x4.add(sum0, f32x4.mul(v128.load(panel0 + row), value));
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load(panel0 + row, 16), value));
      sum2 = f32x4.add(sum2, f32x4.mul(v128.load(panel1 + row), value));
      sum3 = f32x4.add(sum3, f32x4.mul(v128.load(panel1 + row, 16), value));
      sum4 = f32x4.add(sum4, f32x4.mul(v128.load(panel2 + row), value));
      sum5 = f32x4.add(sum5, f32x4.mul(v128.load(panel2 + row, 16), value));
      sum6 = f32x4.add(sum6, f32x4.mul(v128.load(panel3 + row), value));
      sum7 = f32x4.add(sum7, f32x4.mul(v128.load(panel3 + row, 16), value));
    }
    const at = usize(column) * 4;
    const bias = biases + at;
    const into = hiddenAt + at;
    v128.store(into, f32x4.max(f32x4.add(sum0, v128.load(bias)), zero));
    v128.store(into, f32x4.max(f32x4.add(sum1, v128.load(bias, 16)), zero), 16);
    v128.store(into, f32x4.max(f32x4.add(sum2, v128.load(bias, 32)), zero), 32);
    v128.store(into, f32x4.max(f32x4.add(sum3, v128.load(bias, 48)), zero), 48);
    v128.store(into, f32x4.max(f32x4.add(sum4, v128.load(bias, 64)), zero), 64);
    v128.store(into, f32x4.max(f32x4.add(sum5, v128.load(bias, 80)), zero), 80);
    v128.store(into, f32x4.max(f32x4.add(sum6, v128.load(bias, 96)), zero), 96);
    v128.store(into, f32x4.max(f32x4.add(sum7, v128.load(bias, 112)), zero), 112);
  }
}

/** Notes z1 in single precision, and which units are on. */
function noteFirst(): void {
  for (let panel = 0; panel * WIDTH < padded; panel++) {
    const at = usize(panel) * PANEL;
    const single0 = toSingle(v128.load(firstAt + 2 * at), v128.load(firstAt + 2 * at, 16));
    const single1 = toSingle(v128.load(firstAt + 2 * at, 32), v128.load(firstAt + 2 * at, 48));
    v128.store(firstSingleAt + at, single0);
    v128.store(firstSingleAt + at, single1, 16);
    store<u8>(onAt + usize(panel), areOn(single0) | (areOn(single1) << 4));
  }
}

/** Moves R of a block's pixels to the units that are on now. */
function moveRows(block: i32): void {
  const row0 = movedRowsAt + usize(block * BLOCK) * rowBytes;
  const row1 = row0 + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  const count = listStale(block);
  const end = switchedAt + usize(count) * 4;
  for (let at: usize = 0; at < rowBytes; at += PANEL) {
    let low0 = v128.load(row0 + at);
    let high0 = v128.load(row0 + at, 16);
    let low1 = v128.load(row1 + at);
    let high1 = v128.load(row1 + at, 16);
    let low2 = v128.load(row2 + at);
    let high2 = v128.load(row2 + at, 16);
    let low3 = v128.load(row3 + at);
    let high3 = v128.load(row3 + at, 16);
    const weights = secondWeightsAt + at * usize(units);
    let factors = factorsAt;
    for (let entry = switchedAt; entry < end; entry += 4) {
      const row = weights + usize(load<u32>(entry));
      const low = v128.load(row);
      const high = v128.load(row, 16);
      const factor0 = v128.load32_splat(factors);
      low0 = f32x4.add(low0, f32x4.mul(low, factor0));
      high0 = f32x4.add(high0, f32x4.mul(high, factor0));
      const factor1 = v128.load32_splat(factors, 4);
      low1 = f32x4.add(low1, f32x4.mul(low, factor1));
      high1 = f32x4.add(high1, f32x4.mul(high, factor1));
      const factor2 = v128.load32_splat(factors, 8);
      low2 = f32x4.add(low2, f32x4.mul(low, factor2));
      high2 = f32x4.add(high2, f32x4.mul(high, factor2));
      const factor3 = v128.load32_splat(factors, 12);
      low3 = f32x4.add(low3, f32x4.mul(low, factor3));
      high3 = f32x4.add(high3, f32x4.mul(high, factor3));
      factors += 16;
    }
    v128.store(row0 + at, low0);
    v128.store(row0 + at, high0, 16);
    v128.store(row1 + at, low1);
    v128.store(row1 + at, high1, 16);
    v128.store(row2 + at, low2);
    v128.store(row2 + at, high2, 16);
    v128.store(row3 + at, low3);
    v128.store(row3 + at, high3, 16);
  }
  memory.copy(movedOnAt + usize(block) * setBytes, onAt, setBytes);
}

/** Lists the units that came on or went off since R of a block was computed, with the factors of their rows of W2 for its pixels; how many. */
function listStale(block: i32): i32 {
  const weights = firstWeightsAt + usize(block * BLOCK) * rowBytes;
  let count = 0;
  for (let word: usize = 0; word < setBytes; word += 8) {
    const now = load<u64>(onAt + word);
    let left = now ^ load<u64>(movedOnAt + usize(block) * setBytes + word);
    for (; left !== 0; left &= left - 1) {
      const bit = ctz(left);
      const unit = word * 8 + usize(bit);
      const sign: f32 = (now >> bit) & 1 ? 1 : -1;
      const weight = weights + unit * 4;
      store<u32>(switchedAt + usize(count) * 4, u32(unit * PANEL));
      const factors = factorsAt + usize(count) * 16;
      store<f32>(factors, sign * load<f32>(weight));
      store<f32>(factors, sign * load<f32>(weight + rowBytes), 4);
      store<f32>(factors, sign * load<f32>(weight + 2 * rowBytes), 8);
      store<f32>(factors, sign * load<f32>(weight + 3 * rowBytes), 12);
      count++;
    }
  }
  return count;
}

/** Lists the rows of W2 that a change adds to c R[i], with their factors; how many. Moves R first where they were too many. */
function listRows(pixel: i32, change: f32): i32 {
  const block = pixel / BLOCK;
  const known = movedOnAt + usize(block) * setBytes;
  let stale = 0;
  for (let word: usize = 0; word < setBytes; word += 8) {
    stale += i32(popcnt(load<u64>(onAt + word) ^ load<u64>(known + word)));
  }
  if (stale > FEW) moveRows(block);
  let count = 0;
  if (stale > 0 && stale <= FEW) {
    const weights = firstWeightsAt + usize(pixel) * rowBytes;
    for (let word: usize = 0; word < setBytes; word += 8) {
      const now = load<u64>(onAt + word);
      for (let left = now ^ load<u64>(known + word); left !== 0; left &= left - 1) {
        const bit = ctz(left);
        const unit = word * 8 + usize(bit);
        const moved = change * load<f32>(weights + unit * 4);
        store<u32>(switchedAt + usize(count) * 4, u32(unit * PANEL));
        store<f32>(factorsAt + usize(count) * 4, (now >> bit) & 1 ? moved : -moved);
        count++;
      }
    }
  }
  return listSwitches(pixel, change, count);
}

/** Lists the units that a change switches behind the `count` rows listed, with the factors e of their rows of W2; how many there are then. */
function listSwitches(pixel: i32, change: f32, count: i32): i32 {
  const row = firstWeightsAt + usize(pixel) * rowBytes;
  const factor = f32x4.splat(change);
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < rowBytes; at += PANEL) {
    const before0 = v128.load(firstSingleAt + at);
    const before1 = v128.load(firstSingleAt + at, 16);
    const after0 = f32x4.add(before0, f32x4.mul(v128.load(row + at), factor));
    const after1 = f32x4.add(before1, f32x4.mul(v128.load(row + at, 16), factor));
    const switches0 = v128.xor(f32x4.gt(before0, zero), f32x4.gt(after0, zero));
    const switches1 = v128.xor(f32x4.gt(before1, zero), f32x4.gt(after1, zero));
    if (!v128.any_true(v128.or(switches0, switches1))) continue;
    for (
      let left = i32x4.bitmask(switches0) | (i32x4.bitmask(switches1) << 4);
      left !== 0;
      left &= left - 1
    ) {
      const unitAt = at + usize(ctz(left)) * 4;
      const before = load<f32>(firstSingleAt + unitAt);
      const after = before + load<f32>(row + unitAt) * change;
      store<u32>(switchedAt + usize(count) * 4, u32((unitAt >> 2) * PANEL));
      store<f32>(factorsAt + usize(count) * 4, before > 0 ? -after : after);
      count++;
    }
  }
  return count;
}

/** Writes by how much a change moves z2 [padded], which adds the `count` rows listed. */
function computeMove(pixel: i32, change: f32, count: i32): void {
  const row = movedRowsAt + usize(pixel) * rowBytes;
  const factor = f32x4.splat(change);
  for (let at: usize = 0; at < rowBytes; at += PANEL) {
    let low = f32x4.mul(v128.load(row + at), factor);
    let high = f32x4.mul(v128.load(row + at, 16), factor);
    const weights = secondWeightsAt + at * usize(units);
    for (let k = 0; k < count; k++) {
      const unit = weights + usize(load<u32>(switchedAt + usize(k) * 4));
      const e = v128.load32_splat(factorsAt + usize(k) * 4);
      low = f32x4.add(low, f32x4.mul(v128.load(unit), e));
      high = f32x4.add(high, f32x4.mul(v128.load(unit, 16), e));
    }
    v128.store(hiddenAt + at, low);
    v128.store(hiddenAt + at, high, 16);
  }
}

/** Puts relu(z2) [padded] of the changed image in the place of the move. */
function activateSecond(): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const second = f32x4.add(v128.load(hiddenAt + at), v128.load(secondSingleAt + at));
    v128.store(hiddenAt + at, f32x4.max(second, zero));
  }
}

/** Moves z2 to that of the changed image. */
function moveSecond(): void {
  for (let at: usize = 0; at < rowBytes; at += PANEL) {
    const low = v128.load(hiddenAt + at);
    const high = v128.load(hiddenAt + at, 16);
    const second = secondAt + 2 * at;
    storeSecond(
      at,
      f64x2.add(v128.load(second), lowDoubles(low)),
      f64x2.add(v128.load(second, 16), highDoubles(low)),
      f64x2.add(v128.load(second, 32), lowDoubles(high)),
      f64x2.add(v128.load(second, 48), highDoubles(high)),
    );
  }
}

/** The logit of one class, from relu(z2) as `activateSecond` wrote it. */
function computeLogit(digit: i32): f32 {
  const weights = outputWeightsAt + usize(digit) * rowBytes;
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  for (let at: usize = 0; at < rowBytes; at += PANEL) {
    low = f32x4.add(low, f32x4.mul(v128.load(hiddenAt + at), v128.load(weights + at)));
    high = f32x4.add(high, f32x4.mul(v128.load(hiddenAt + at, 16), v128.load(weights + at, 16)));
  }
  const sum = f32x4.add(low, high);
  const pairs =
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
  return pairs + load<f32>(outputBiasesAt + usize(digit) * 4);
}

function storeSecond(at: usize, sum0: v128, sum1: v128, sum2: v128, sum3: v128): void {
  const second = secondAt + 2 * at;
  v128.store(second, sum0);
  v128.store(second, sum1, 16);
  v128.store(second, sum2, 32);
  v128.store(second, sum3, 48);
  v128.store(secondSingleAt + at, toSingle(sum0, sum1));
  v128.store(secondSingleAt + at, toSingle(sum2, sum3), 16);
}

function pixelAt(k: i32): i32 {
  return load<i32>(pixelsAt + usize(k) * 4);
}

function lowDoubles(singles: v128): v128 {
  return f64x2.promote_low_f32x4(singles);
}

function highDoubles(singles: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(singles, singles, 2, 3, 2, 3));
}

function toSingle(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** A bit for each lane above 0. */
function areOn(singles: v128): i32 {
  return i32x4.bitmask(f32x4.gt(singles, f32x4.splat(0)));
}
