/** Images as lists of their inked pixels: four in five of MNIST's pixels are 0, and take part in no product. */

/** What is inked of n images. */
export interface InkedRows {
  /** [n + 1]: where each image's pixels begin. */
  readonly starts: Uint32Array;
  /** Inked pixels of all images, ascending within each. */
  readonly pixels: Uint16Array;
  /** Their bytes. */
  readonly inks: Uint8Array;
}

const known = new WeakMap<Uint8Array, WeakRef<InkedRows>>();

/** The inked pixels of images [n, width] of bytes; once for the same images as long as somebody holds them. */
export function listInked(images: Uint8Array, width: number): InkedRows {
  const held = known.get(images)?.deref();
  if (held !== undefined) return held;
  const listed = list(images, width);
  known.set(images, new WeakRef(listed));
  return listed;
}

function list(images: Uint8Array, width: number): InkedRows {
  let inked = 0;
  for (let k = 0; k < images.length; k++) if (images[k] !== 0) inked++;
  const starts = new Uint32Array(images.length / width + 1);
  const pixels = new Uint16Array(inked);
  const inks = new Uint8Array(inked);
  let at = 0;
  for (let row = 0; row * width < images.length; row++) {
    for (let pixel = 0; pixel < width; pixel++) {
      const ink = images[row * width + pixel]!;
      if (ink === 0) continue;
      pixels[at] = pixel;
      inks[at++] = ink;
    }
    starts[row + 1] = at;
  }
  return { starts, pixels, inks };
}
