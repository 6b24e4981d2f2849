import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeIdxImages, encodeIdxLabels } from '../../pipeline/store/idx.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { nameOtherKind, recogniseBytes } from '../../pipeline/store/recogniseBytes.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { makeImages } from './madeImages.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const S3 = '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab\nsize 9912422\n';

/** The first 300 bytes of a tar archive that holds the file `a`. */
function tar(): Uint8Array {
  const header = new Uint8Array(512);
  header.set(utf8('a'));
  header.set(utf8('ustar'), 257);
  return header;
}

describe('what bytes look like', () => {
  test.each<[what: string, bytes: Uint8Array, name: string]>([
    ['an empty file', new Uint8Array(0), 'empty'],
    ['20 bytes, all 0', new Uint8Array(20), 'zeros'],
    ['a gzip file', gzipSync(utf8('hello')), 'gzip'],
    ['a zip archive', utf8('PK\u0003\u0004rest'), 'zip'],
    ['a bzip2 file', utf8('BZh91AY'), 'archive'],
    ['a tar archive', tar(), 'archive'],
    ['a PNG image', encodePng(new Float32Array(784)), 'png'],
    ['a JPEG image', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'image'],
    ['a NumPy file', Uint8Array.of(0x93, ...utf8('NUMPY'), 1, 0), 'data'],
    ["an HTML page ('403 Forbidden')", utf8('<!DOCTYPE html>\n<html><title>403 Forbidden</title>'), 'html'],
    ["an HTML page ('a b')", utf8('\n <HTML><head><TITLE>\n a\n b </TITLE>'), 'html'],
    ['an HTML page', utf8('\ufeff<!-- made by hand -->\n<html><title></title><body>'), 'html'],
    ["XML ('AccessDenied')", utf8(S3), 'xml'],
    ['a pointer of Git LFS, not the file itself', utf8(LFS), 'pointer'],
    ['a pointer of git-annex, not the file itself', utf8('/annex/objects/MD5E-s3--0.gz\n'), 'pointer'],
    ['text in UTF-16', Uint8Array.of(0xff, 0xfe, ...utf16('name: tiny')), 'utf16'],
    ['text in UTF-16', Uint8Array.of(0xfe, 0xff, 0, 0x61), 'utf16'],
    ['text in UTF-16', utf16('name: tiny\n'), 'utf16'],
    [`JSON ('{ "message": "Not Found" }')`, utf8('{\n  "message": "Not Found"\n}'), 'json'],
    ["text ('404: Not Found')", utf8('404: Not Found\n'), 'text'],
    ["text ('Zoë, ä')", utf8('Zoë, ä'), 'text'],
    [`text ('${'a'.repeat(40)}...')`, utf8('a'.repeat(41)), 'text'],
  ])('%s is seen', (what, bytes, name) => {
    expect(recogniseBytes(bytes)).toMatchObject({ what, name });
  });

  test('a letter of several bytes that the end of what is looked at cuts is no fault of the text', () => {
    expect(recogniseBytes(utf8(`${'a'.repeat(1023)}ä`))?.name).toBe('text');
  });

  test('data of our own is none of these', () => {
    const { images, labels } = makeImages(3, 7);
    expect(recogniseBytes(encodeIdxImages(images))).toBeNull();
    expect(recogniseBytes(encodeIdxLabels(labels))).toBeNull();
    expect(recogniseBytes(encodeVf(Float32Array.from({ length: 784 }, (_, i) => i / 784)))).toBeNull();
  });

  test('anything is looked at without a fault, and told in one line', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 600 }), fc.string({ unit: 'binary' }).map(utf8)),
        (bytes) => {
          expect(recogniseBytes(bytes)?.what ?? '').not.toMatch(/[\r\n]/);
        },
      ),
    );
  });
});

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
  ["XML ('<a/>')", bytesOf('<?xml version="1.0"?><a/>')],
  ['a zip archive', bytesOf('PK\x03\x04')],
  ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0)],
  [null, bytesOf('rater,image\n')],
  [null, bytesOf('BM,image,answer,sureness,milliseconds,timestamp\n')],
  [null, new Uint8Array(3136)],
])('of another kind than text, %s is told by its first bytes', (kind, bytes) => {
  expect(nameOtherKind(bytes)).toBe(kind);
});
