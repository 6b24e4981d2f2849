/**
 * The text of a table that people hand in, whatever their program saved it as: UTF-8, UTF-16, or Windows-1252, which
 * Excel's "CSV (comma delimited)" is in western Europe and America.
 */
import { expected } from '../study/errors.ts';
import { nameOtherKind } from './recogniseBytes.ts';
import { findUtf16Mark } from './utf16.ts';

/** Text, and whether its bytes were no UTF-8 and no UTF-16. */
export interface TableText {
  readonly text: string;
  readonly isWindows1252: boolean;
}

const SAVE_AGAIN = 'save the table as "CSV UTF-8"';

/** The text in `bytes`. Throws a UserError that names `where` for a file of another kind, such as a workbook. */
export function decodeTableText(bytes: Uint8Array, where: string): TableText {
  const utf16 = findUtf16(bytes);
  if (utf16 !== null) return { text: decodeText(bytes, utf16)!, isWindows1252: false };
  const kind = nameOtherKind(bytes);
  if (kind !== null) {
    // Of a table, a zip archive most often is one.
    const got = kind === 'a zip archive' ? 'an Excel workbook or another zip archive' : kind;
    throw expected(where, 'a table as CSV', got, SAVE_AGAIN);
  }
  const utf8 = decodeText(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, isWindows1252: false };
  const text = Array.from(bytes, (byte) => WINDOWS_1252[byte]!).join('');
  if (text.includes(UNDEFINED)) throw expected(where, 'UTF-8 or Windows-1252', 'neither', SAVE_AGAIN);
  return { text, isWindows1252: true };
}

/** Text without its byte-order mark; null where the bytes are none of that encoding. */
function decodeText(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes);
  } catch {
    return null;
  }
}

/** Which UTF-16 the bytes are, by their mark, or by the zero beside the first letter where there is none. */
function findUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if (first !== 0 && second === 0) return 'utf-16le';
  if (first === 0 && second !== 0) return 'utf-16be';
  return findUtf16Mark(bytes);
}

/** Stands for the five bytes that mean nothing in Windows-1252; a file that has one is of another code page. */
const UNDEFINED = '\ufffd';

/** The letters of the bytes 0x80 to 0x9f; all others are those of Unicode. Node's own decoder takes them for Latin-1. */
const LETTERS_FROM_80 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** The letter of each byte. */
const WINDOWS_1252: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => (byte >> 5 === 4 ? LETTERS_FROM_80[byte - 0x80] : undefined) ?? String.fromCharCode(byte),
);

const BYTES_OF_1252: ReadonlyMap<string, number> = new Map(
  WINDOWS_1252.map((letter, byte) => [letter, byte] as const).filter(([letter]) => letter !== UNDEFINED),
);

/**
 * Text whose UTF-8 was taken for Windows-1252 and saved as UTF-8 again, as it was: `Zoé` of `ZoÃ©`. Any other text comes
 * back as it is: it is all but impossible that letters that people write are the bytes of UTF-8.
 */
export function mendTwiceEncoded(text: string): string {
  if (!/[^ -~]/.test(text)) return text;
  // Programs that know of no letter for a byte leave it as it is.
  const bytes = Array.from(text, (letter) => BYTES_OF_1252.get(letter) ?? letter.charCodeAt(0));
  if (bytes.some((byte) => byte > 0xff)) return text;
  return decodeText(Uint8Array.from(bytes), 'utf-8') ?? text;
}
