/**
 * What the bytes of a file look like, for messages on a file that is not what it should be: a page of a web server where
 * data was to be fetched, a pointer where Git LFS was not run, an archive that nobody unpacked.
 */
import { findUtf16Mark } from './utf16.ts';

/** What bytes can look like. */
export type LookName =
  | 'empty'
  | 'zeros'
  | 'gzip'
  | 'zip'
  | 'archive'
  | 'png'
  | 'image'
  | 'data'
  | 'html'
  | 'xml'
  | 'pointer'
  | 'utf16'
  | 'json'
  | 'text';

/** What bytes look like: in a word, in words for a message, and what to do about a file that should be something else. */
export interface Look {
  readonly name: LookName;
  readonly what: string;
  readonly nextStep: string;
}

const UNPACK = 'unpack it and use what is inside';
const OTHER = 'name another file';
const AGAIN = 'the download failed: fetch the file again';

/** First bytes, in hexadecimal, of what is recognised by them. */
const BEGINNINGS: readonly (readonly [hex: string, name: LookName, what: string, nextStep: string])[] = [
  ['1f8b', 'gzip', 'a gzip file', UNPACK],
  ['504b0304', 'zip', 'a zip archive', UNPACK],
  ['504b0506', 'zip', 'an empty zip archive', 'fetch the file again'],
  ['425a68', 'archive', 'a bzip2 file', UNPACK],
  ['fd377a585a00', 'archive', 'an xz file', UNPACK],
  ['28b52ffd', 'archive', 'a zstd file', UNPACK],
  ['377abcaf271c', 'archive', 'a 7z archive', UNPACK],
  ['526172211a07', 'archive', 'a rar archive', UNPACK],
  ['89504e470d0a1a0a', 'png', 'a PNG image', OTHER],
  ['ffd8ff', 'image', 'a JPEG image', OTHER],
  ['47494638', 'image', 'a GIF image', OTHER],
  ['49492a00', 'image', 'a TIFF image', OTHER],
  ['4d4d002a', 'image', 'a TIFF image', OTHER],
  ['d0cf11e0a1b11ae1', 'data', 'an old Excel workbook', OTHER],
  ['25504446', 'data', 'a PDF document', OTHER],
  ['894844460d0a1a0a', 'data', 'an HDF5 file', OTHER],
  ['934e554d5059', 'data', 'a NumPy file', OTHER],
  ['50415231', 'data', 'a Parquet file', OTHER],
];

/** Images that are told by bytes further on: where these are, and their letters. */
const FURTHER: readonly (readonly [at: number, mark: string, what: string])[] = [
  [8, 'WEBP', 'a WebP image'],
  [4, 'ftyp', 'a HEIC or AVIF image'],
];

/** Bytes that tell what text is about. */
const TEXT_LENGTH = 1024;
/** Place and content of the mark of a tar archive. */
const TAR = { at: 257, mark: 'ustar' };
/** Characters of a text or a title that a message quotes. */
const QUOTED_LENGTH = 40;

/** What `bytes` look like by their beginning; null where they look like nothing that is known here. */
export function recogniseBytes(bytes: Uint8Array): Look | null {
  if (bytes.length === 0) return { name: 'empty', what: 'an empty file', nextStep: 'fetch or make it again' };
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  const found = BEGINNINGS.find(([beginning]) => hex.startsWith(beginning));
  if (found !== undefined) return { name: found[1], what: found[2], nextStep: found[3] };
  const image = FURTHER.find(([at, mark]) => readLetters(bytes, at, mark.length) === mark)?.[2];
  if (image !== undefined || isBitmap(bytes)) {
    return { name: 'image', what: image ?? 'a BMP image', nextStep: OTHER };
  }
  if (readLetters(bytes, TAR.at, TAR.mark.length) === TAR.mark) {
    return { name: 'archive', what: 'a tar archive', nextStep: UNPACK };
  }
  if (bytes.every((byte) => byte === 0)) {
    return { name: 'zeros', what: `${bytes.length} bytes, all 0`, nextStep: AGAIN };
  }
  return recogniseText(bytes);
}

function readLetters(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}

/** `BM`, which text may begin with too, and the file's length. */
function isBitmap(bytes: Uint8Array): boolean {
  if (readLetters(bytes, 0, 2) !== 'BM' || bytes.length < 26) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true) === bytes.length;
}

/** Looks that a reader of text or of bare numbers can have of its own. */
const PLAIN: readonly LookName[] = ['zeros', 'utf16', 'json', 'text'];

/** What `bytes` are, such as `a JPEG image`, where they are of another kind than text or bare numbers; else null. */
export function nameOtherKind(bytes: Uint8Array): string | null {
  const look = recogniseBytes(bytes);
  return look === null || PLAIN.includes(look.name) ? null : look.what;
}

function recogniseText(bytes: Uint8Array): Look | null {
  const encoding = utf16Of(bytes);
  if (encoding !== null) {
    return { name: 'utf16', what: `text in ${encoding}`, nextStep: 'save it as UTF-8' };
  }
  const text = decodeText(bytes.subarray(0, TEXT_LENGTH));
  if (text === null) return null;
  return recogniseMarkup(text) ?? recognisePointer(text) ?? describeText(text);
}

/** The name of the encoding that a byte-order mark tells, or every other byte being 0 in text of Latin letters. */
function utf16Of(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, 64);
  if (start.length < 2) return null;
  if (findUtf16Mark(start) !== null) return 'UTF-16';
  const isLatin = (parity: number) =>
    start.length >= 8 && start.every((byte, i) => (i % 2 === parity ? isPrintable(byte) : byte === 0));
  return isLatin(0) || isLatin(1) ? 'UTF-16' : null;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** The beginning of a file as text, without its byte-order mark; null where it is not text in UTF-8. */
function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has in it is what tells
    return /[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function recogniseMarkup(text: string): Look | null {
  const start = text.replace(/^\s*(<!--[\s\S]*?-->\s*|<\?xml[^>]*\?>\s*)*/, '');
  if (/^<(!doctype\s+html|html|head|body|title|meta|script|style|h1|center)\b/i.test(start)) {
    const title = /<title[^>]*>([^<]*[^<\s][^<]*)/i.exec(text)?.[1];
    const quoted = title === undefined ? '' : ` (${quote(title)})`;
    return { name: 'html', what: `an HTML page${quoted}`, nextStep: AGAIN };
  }
  if (/^<svg[\s>]/i.test(start)) return { name: 'image', what: 'an SVG drawing', nextStep: OTHER };
  if (!/^\s*<(\?xml|!DOCTYPE|[a-z][\w:-]*[\s>])/i.test(text)) return null;
  const message = /<(?:code|message)>([^<]+)/i.exec(text)?.[1];
  return { name: 'xml', what: `XML (${quote(message ?? start)})`, nextStep: AGAIN };
}

function recognisePointer(text: string): Look | null {
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    const nextStep = 'run git lfs pull in its checkout';
    return { name: 'pointer', what: 'a pointer of Git LFS, not the file itself', nextStep };
  }
  if (/^(\.\.\/)*(\.git)?\/annex\/objects\//.test(text)) {
    const nextStep = 'run git annex get in its checkout';
    return { name: 'pointer', what: 'a pointer of git-annex, not the file itself', nextStep };
  }
  return null;
}

function describeText(text: string): Look {
  if (/^\s*[{[]/.test(text)) return { name: 'json', what: `JSON (${quote(text)})`, nextStep: OTHER };
  return { name: 'text', what: `text (${quote(text)})`, nextStep: OTHER };
}

/** The beginning of a text in one line. */
function quote(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return `'${line.length > QUOTED_LENGTH ? `${line.slice(0, QUOTED_LENGTH)}...` : line}'`;
}
