/** UTF-16, in which some programs save text, by the mark at its beginning. */

/** Which UTF-16 a byte-order mark tells, by the names of TextDecoder; null where there is none. */
export function findUtf16Mark([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}
