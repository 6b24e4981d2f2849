/** What a file is by its first bytes, whatever its name says: for messages about files of another kind. */

/** Bytes at the beginning of a file that text is looked for in. */
const HEAD_BYTES = 512;

/** Kinds of files by how they begin; `at` is the offset of the bytes, 0 unless given. */
const KINDS: readonly { readonly what: string; readonly bytes: string; readonly at?: number }[] = [
  { what: 'a JPEG image', bytes: '\xff\xd8\xff' },
  { what: 'a PNG image', bytes: '\x89PNG\r\n' },
  { what: 'a GIF image', bytes: 'GIF8' },
  { what: 'a WebP image', bytes: 'WEBP', at: 8 },
  { what: 'a HEIC or AVIF image', bytes: 'ftyp', at: 4 },
  { what: 'a TIFF image', bytes: 'II*\0' },
  { what: 'a TIFF image', bytes: 'MM\0*' },
  { what: 'a PDF', bytes: '%PDF' },
  { what: 'an Excel workbook or another zip archive', bytes: 'PK\x03\x04' },
  { what: 'an old Excel workbook', bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { what: 'a gzip archive', bytes: '\x1f\x8b\x08' },
  { what: 'a NumPy file', bytes: '\x93NUMPY' },
];

/** What the bytes are, such as `a JPEG image` or `an HTML page`; null where they do not say. An empty file is `empty`. */
export function nameFileKind(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'an empty file';
  const head = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES));
  const kind = KINDS.find(({ bytes: wanted, at = 0 }) => head.startsWith(wanted, at));
  if (kind !== undefined) return kind.what;
  return isBitmap(bytes, head) ? 'a BMP image' : nameMarkup(head);
}

/** `BM`, which text may begin with too, and the file's length. */
function isBitmap(bytes: Uint8Array, head: string): boolean {
  if (!head.startsWith('BM') || bytes.length < 26) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true) === bytes.length;
}

function nameMarkup(head: string): string | null {
  const text = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (!text.startsWith('<')) return null;
  if (/<svg[\s>]/i.test(text)) return 'an SVG drawing';
  return /^<(!doctype html|html|head|body|!--|meta|table)/i.test(text) ? 'an HTML page' : 'an XML file';
}
