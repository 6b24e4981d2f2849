/** Damage to files: what a bad disk, a cut download, another program or an enemy does to bytes. */
import { drawBelow, type Stream } from '../../pipeline/math/streams.ts';

type Mutation = (bytes: Uint8Array, stream: Stream, others: readonly Uint8Array[]) => Uint8Array;

/** Numbers that lengths and counts are set to: nothing, nearly nothing, and more than any file has. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

const MUTATIONS: readonly Mutation[] = [
  // A few bits flip.
  (bytes, stream) => {
    const changed = bytes.slice();
    for (let k = 1 + drawBelow(stream, 8); k > 0 && changed.length > 0; k--) {
      changed[drawBelow(stream, changed.length)]! ^= 1 << drawBelow(stream, 8);
    }
    return changed;
  },
  // The end is missing, and sometimes all of it.
  (bytes, stream) => bytes.slice(0, drawBelow(stream, bytes.length + 1)),
  // The beginning is missing.
  (bytes, stream) => bytes.slice(drawBelow(stream, bytes.length + 1)),
  // A part is missing, or stands there twice.
  (bytes, stream) => {
    const [a, b] = drawRange(bytes, stream);
    return join(bytes.subarray(0, a), bytes.subarray(b));
  },
  (bytes, stream) => {
    const [a, b] = drawRange(bytes, stream);
    return join(bytes.subarray(0, b), bytes.subarray(a));
  },
  // A part is overwritten by chance, by zeros, or by a part of another file.
  (bytes, stream) => {
    const [a, b] = drawRange(bytes, stream);
    return bytes.map((value, at) => (at >= a && at < b ? drawBelow(stream, 256) : value));
  },
  (bytes, stream) => {
    const [a, b] = drawRange(bytes, stream);
    return bytes.slice().fill(0, a, b);
  },
  (bytes, stream, others) => {
    const other = others[drawBelow(stream, others.length)]!;
    const [a, b] = drawRange(other, stream);
    const at = drawBelow(stream, bytes.length + 1);
    return join(bytes.subarray(0, at), other.subarray(a, b), bytes.subarray(at));
  },
  // A number becomes an extreme one, in either byte order.
  (bytes, stream) => {
    const changed = bytes.slice();
    const size = [1, 2, 4][drawBelow(stream, 3)]!;
    if (changed.length < size) return changed;
    const value = EXTREMES[drawBelow(stream, EXTREMES.length)]!;
    // Headers are at the front: half of the time there.
    const places = changed.length - size + 1;
    const at = drawBelow(stream, drawBelow(stream, 2) === 0 ? Math.min(places, 64) : places);
    const isLittle = drawBelow(stream, 2) === 0;
    const view = new DataView(changed.buffer);
    if (size === 1) view.setUint8(at, value & 0xff);
    else if (size === 2) view.setUint16(at, value & 0xffff, isLittle);
    else view.setUint32(at, value, isLittle);
    return changed;
  },
  // Decimal digits become others, in text the way to extreme numbers.
  (bytes, stream) => {
    const isDigit = (value: number) => value >= 0x30 && value <= 0x39;
    return bytes.map((value) =>
      isDigit(value) && drawBelow(stream, 6) === 0 ? 0x30 + drawBelow(stream, 10) : value,
    );
  },
  // Text that means something to some reader.
  (bytes, stream) => {
    const word = WORDS[drawBelow(stream, WORDS.length)]!;
    const at = drawBelow(stream, bytes.length + 1);
    return join(bytes.subarray(0, at), new TextEncoder().encode(word), bytes.subarray(at));
  },
];

const WORDS = [
  ...[
    '"',
    "'",
    ',',
    ';',
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\uFEFF',
    '{',
    '[',
    ']',
    '}',
    ':',
    '- ',
    '&a ',
    '*a',
    '<<: ',
  ],
  ...['null', 'NaN', 'Infinity', '-1', '1e999', '__proto__', 'constructor', '../../etc/passwd', '=1+1', '💥'],
  '['.repeat(5000),
];

/** The bytes after one to three mutations; `others` are files to take parts of, at least one. */
export function mutate(bytes: Uint8Array, stream: Stream, others: readonly Uint8Array[]): Uint8Array {
  let changed = bytes;
  for (let k = 1 + drawBelow(stream, 3); k > 0; k--) {
    changed = MUTATIONS[drawBelow(stream, MUTATIONS.length)]!(changed, stream, others);
  }
  return changed;
}

function drawRange(bytes: Uint8Array, stream: Stream): [from: number, to: number] {
  const [a, b] = [drawBelow(stream, bytes.length + 1), drawBelow(stream, bytes.length + 1)];
  return a < b ? [a, b] : [b, a];
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
