/** How much memory a piece of work asks for, whether or not it uses it or gives it back. */

const ARRAYS = [
  ...(['ArrayBuffer', 'Uint8Array', 'Int8Array', 'Uint8ClampedArray', 'Uint16Array', 'Int16Array'] as const),
  ...([
    'Uint32Array',
    'Int32Array',
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
  ] as const),
];
const BUFFERS = ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const;

type Constructor = new (...values: unknown[]) => object;

/** What work gave, and the bytes of all arrays of numbers that were made meanwhile by their length. */
export interface Counted<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/**
 * Does `work`, and counts. Memory of a zeroed array that nobody has written to is in no process's memory yet, so that it does
 * not show there; hence the constructors are watched. Not counted is what Node makes inside, such as what it reads or inflates,
 * which is written to: that shows in the process's memory.
 */
export async function countAllocations<Value>(work: () => Promise<Value>): Promise<Counted<Value>> {
  let bytes = 0;
  const globals = globalThis as unknown as Record<string, Constructor>;
  const before = ARRAYS.map((name) => globals[name]!);
  const buffers = BUFFERS.map((name) => Buffer[name]);
  for (const [at, name] of ARRAYS.entries()) {
    globals[name] = new Proxy(before[at]!, {
      construct(target, values, self) {
        const [length] = values as [unknown];
        const size = (target as { readonly BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
        if (typeof length === 'number') bytes += length * size;
        return Reflect.construct(target, values, self) as object;
      },
    });
  }
  for (const [at, name] of BUFFERS.entries()) {
    Buffer[name] = (size: number, ...rest: unknown[]) => {
      bytes += size;
      return (buffers[at] as (...values: unknown[]) => Buffer<ArrayBuffer>).call(Buffer, size, ...rest);
    };
  }
  try {
    return { value: await work(), bytes };
  } finally {
    for (const [at, name] of ARRAYS.entries()) globals[name] = before[at]!;
    for (const [at, name] of BUFFERS.entries()) Buffer[name] = buffers[at]!;
  }
}
