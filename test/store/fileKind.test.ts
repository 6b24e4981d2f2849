import { expect, test } from 'vitest';
import { nameFileKind } from '../../pipeline/store/fileKind.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A bitmap's beginning: BM and the length of the file. */
const bitmap = new Uint8Array(60);
bitmap.set([...bytesOf('BM'), 60]);

test.each<[string | null, Uint8Array]>([
  ['an empty file', new Uint8Array(0)],
  ['a JPEG image', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ['a PNG image', bytesOf('\x89PNG\r\n\x1a\n')],
  ['a GIF image', bytesOf('GIF89a')],
  ['a WebP image', bytesOf('RIFF\x10\0\0\0WEBPVP8 ')],
  ['a BMP image', bitmap],
  ['a TIFF image', bytesOf('II*\0')],
  ['an SVG drawing', bytesOf('<?xml version="1.0"?>\n<svg xmlns="x">')],
  ['an HTML page', bytesOf('\xef\xbb\xbf  <!DOCTYPE html>')],
  ['an HTML page', bytesOf('<html lang="de">')],
  ['an XML file', bytesOf('<?xml version="1.0"?><a/>')],
  ['an Excel workbook or another zip archive', bytesOf('PK\x03\x04')],
  ['a gzip archive', Uint8Array.of(0x1f, 0x8b, 8, 0)],
  [null, bytesOf('rater,image\n')],
  [null, bytesOf('BM,image,answer,sureness,milliseconds,timestamp\n')],
  [null, new Uint8Array(3136)],
])('%s is told by its first bytes', (kind, bytes) => {
  expect(nameFileKind(bytes)).toBe(kind);
});
