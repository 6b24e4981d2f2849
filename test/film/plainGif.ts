/** A plain decoder of animated GIFs, from the specification (GIF89a): slow, and nothing of the encoder's. */

/** The frames of a GIF as red, green and blue [height, width, 3], each of full size and with no transparency. */
export function decodeGif(gif: Uint8Array): { width: number; height: number; frames: Uint8Array[] } {
  const u16 = (at: number) => gif[at]! + 256 * gif[at + 1]!;
  const [width, height, flags] = [u16(6), u16(8), gif[10]!];
  let at = 13;
  const readTable = (packed: number) => {
    const size = 3 * 2 ** ((packed & 7) + 1);
    at += size;
    return gif.subarray(at - size, at);
  };
  const readBlocks = () => {
    const bytes: number[] = [];
    while (gif[at] !== 0) {
      bytes.push(...gif.subarray(at + 1, at + 1 + gif[at]!));
      at += 1 + gif[at]!;
    }
    at++;
    return bytes;
  };
  const globalTable = flags & 0x80 ? readTable(flags) : null;
  const frames: Uint8Array[] = [];
  while (gif[at] !== 0x3b) {
    if (gif[at] === 0x21) {
      at += 2;
      readBlocks();
      continue;
    }
    if (gif[at] !== 0x2c) throw new Error(`no block begins with ${gif[at]}, at ${at}`);
    const packed = gif[at + 9]!;
    at += 10;
    const table = packed & 0x80 ? readTable(packed) : globalTable!;
    const codeSize = gif[at++]!;
    const indexes = expandLzw(codeSize, readBlocks());
    if (indexes.length !== width * height) throw new Error(`${indexes.length} pixels`);
    frames.push(Uint8Array.from(indexes.flatMap((index) => [...table.subarray(3 * index, 3 * index + 3)])));
  }
  return { width, height, frames };
}

/** Color indexes of LZW codes of growing size; codes are packed with their lowest bit first. */
function expandLzw(codeSize: number, bytes: readonly number[]): number[] {
  const [clear, end] = [2 ** codeSize, 2 ** codeSize + 1];
  const out: number[] = [];
  let words: number[][] = [];
  let size = codeSize + 1;
  let last: number[] | null = null;
  let bit = 0;
  const readCode = () => {
    let code = 0;
    for (let k = 0; k < size; k++, bit++) code |= ((bytes[bit >> 3]! >> (bit & 7)) & 1) << k;
    return code;
  };
  for (let code = readCode(); code !== end; code = readCode()) {
    if (code === clear) {
      words = Array.from({ length: end + 1 }, (_, k) => (k < clear ? [k] : []));
      size = codeSize + 1;
      last = null;
      continue;
    }
    const word: number[] = words[code] ?? [...last!, last![0]!];
    if (last !== null && words.length < 4096) words.push([...last, word[0]!]);
    if (words.length === 2 ** size && size < 12) size++;
    for (const index of word) out.push(index);
    last = word;
  }
  return out;
}
