/**
 * The log densities of an image under every prototype of a mixture and every fault, by zone of the image, in AssemblyScript:
 * `../printKernel.ts` says how it is used; `npm run build:kernels` compiles it.
 *
 * For prototype k, zone z and fault f: base[z, k, f] + the sum, over the ink pixels i of the zone in their order, of
 * odds[value of pixel i in prototype k, f]. Each sum is taken in that order in double precision, as a plain loop takes it: a vector
 * has two faults, whose sums do not meet.
 */

const PIXELS: usize = 784;
const ZONES: usize = 3;
/** Bytes of a row of nine faults, and room for a tenth: five vectors. */
const ROW: usize = 80;
/** Bytes of the numbers of one prototype: the row of the odds of each pixel, in units of 16 bytes, as 16 bits. */
const PROTOTYPE: usize = 2 * PIXELS;

let count: usize = 0;
let oddsAt: usize = 0;
let basesAt: usize = 0;
let rowsAt: usize = 0;
let inkAt: usize = 0;
let sumsAt: usize = 0;

/** Plans the memory for so many prototypes and values of ink; gives whether there is that much. */
export function open(prototypes: i32, values: i32): bool {
  count = usize(prototypes);
  oddsAt = (__heap_base + 63) & ~63;
  basesAt = oddsAt + usize(values) * ROW;
  sumsAt = basesAt + ZONES * count * ROW;
  rowsAt = sumsAt + ZONES * count * ROW;
  inkAt = rowsAt + count * PROTOTYPE;
  const end = inkAt + ZONES * 2 * (PIXELS + 1);
  const pages = i32((end + 0xffff) >>> 16);
  return pages <= memory.size() || memory.grow(pages - memory.size()) >= 0;
}

/** Log odds of ink [values, 10], float64 */
export function odds(): usize {
  return oddsAt;
}

/** The log densities without ink [zones, prototypes, 10], float64 */
export function bases(): usize {
  return basesAt;
}

/** [prototypes, 784], uint16: five times the number of the row of a pixel's odds */
export function rows(): usize {
  return rowsAt;
}

/** The ink pixels of an image [up to 784 + 3], uint16: of each zone how many there are, then twice the number of each */
export function ink(): usize {
  return inkAt;
}

/** The log densities [zones, prototypes, 10], float64, that `sum` writes */
export function sums(): usize {
  return sumsAt;
}

/** Sums of every prototype; two at a time, so that additions need not wait for each other. */
export function sum(): void {
  for (let k: usize = 0; k < count; k += 2) {
    const other = k + 1 < count ? k + 1 : k;
    const one = rowsAt + k * PROTOTYPE;
    const two = rowsAt + other * PROTOTYPE;
    let at = inkAt;
    for (let zone: usize = 0; zone < ZONES; zone++) {
      const first = (zone * count + k) * ROW;
      const second = (zone * count + other) * ROW;
      let a0 = v128.load(basesAt + first);
      let a1 = v128.load(basesAt + first, 16);
      let a2 = v128.load(basesAt + first, 32);
      let a3 = v128.load(basesAt + first, 48);
      let a4 = v128.load(basesAt + first, 64);
      let b0 = v128.load(basesAt + second);
      let b1 = v128.load(basesAt + second, 16);
      let b2 = v128.load(basesAt + second, 32);
      let b3 = v128.load(basesAt + second, 48);
      let b4 = v128.load(basesAt + second, 64);
      const end = at + 2 + 2 * usize(load<u16>(at));
      for (at += 2; at < end; at += 2) {
        const pixel = usize(load<u16>(at));
        const left = oddsAt + (usize(load<u16>(one + pixel)) << 4);
        const right = oddsAt + (usize(load<u16>(two + pixel)) << 4);
        a0 = f64x2.add(a0, v128.load(left));
        a1 = f64x2.add(a1, v128.load(left, 16));
        a2 = f64x2.add(a2, v128.load(left, 32));
        a3 = f64x2.add(a3, v128.load(left, 48));
        a4 = f64x2.add(a4, v128.load(left, 64));
        b0 = f64x2.add(b0, v128.load(right));
        b1 = f64x2.add(b1, v128.load(right, 16));
        b2 = f64x2.add(b2, v128.load(right, 32));
        b3 = f64x2.add(b3, v128.load(right, 48));
        b4 = f64x2.add(b4, v128.load(right, 64));
      }
      v128.store(sumsAt + first, a0);
      v128.store(sumsAt + first, a1, 16);
      v128.store(sumsAt + first, a2, 32);
      v128.store(sumsAt + first, a3, 48);
      v128.store(sumsAt + first, a4, 64);
      v128.store(sumsAt + second, b0);
      v128.store(sumsAt + second, b1, 16);
      v128.store(sumsAt + second, b2, 32);
      v128.store(sumsAt + second, b3, 48);
      v128.store(sumsAt + second, b4, 64);
    }
  }
}
