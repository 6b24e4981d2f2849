/** Generated files of the simpler formats: headers that promise anything, and bytes that may not be there. */
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type Alteration, alterTree, extreme, fill, filling } from './generateValues.ts';

/** Bytes of one value, by the type of an IDX file. */
const IDX_SIZES: Readonly<Record<number, number>> = { 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 };

/** IDX files of any type whose magic number has so many dimensions, mostly. */
export function encodeIdx(dimensions: number): fc.Arbitrary<Uint8Array> {
  const type = fc.constantFrom(8, 8, 8, 9, 11, 12, 13, 14);
  const magic = fc.oneof(
    { weight: 6, arbitrary: type.map((code) => [0, 0, code, dimensions]) },
    { weight: 1, arbitrary: fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }) },
  );
  const count = fc.oneof(fc.nat(4), extreme);
  const usual = dimensions === 2 ? 8 : 28;
  const side = fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: extreme });
  const sizes = fc.tuple(count, ...new Array(dimensions - 1).fill(side)) as fc.Arbitrary<number[]>;
  return fc.tuple(magic, sizes, filling, fc.boolean()).map(([begin, header, bytes, isWhole]) => {
    // Half of those whose header can be true are.
    const promised = header.reduce((product, size) => product * size, IDX_SIZES[begin[2]!] ?? 1);
    const length = isWhole && promised >= 0 && promised < 10_000 ? promised : bytes.length;
    return Buffer.concat([Buffer.from(begin), ...header.map(word), fill({ ...bytes, length })]);
  });
}

/** Four bytes, the first the highest, of what fits of a number. */
function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** The bytes as gzip has them. */
export function zip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 9 });
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([word(data.length), body, word(crc32(body))]);
}

/** PNG files with sound checksums whose header may promise a picture of gigabytes. */
export const encodePngChunks: fc.Arbitrary<Uint8Array> = fc
  .record({
    width: fc.oneof(fc.constant(28), extreme),
    height: fc.oneof(fc.constant(28), extreme),
    depth: fc.constantFrom(1, 2, 4, 8, 16, 3, 0),
    colour: fc.constantFrom(0, 2, 3, 4, 6, 5),
    interlaced: fc.constantFrom(0, 1, 2),
    pixels: filling,
    between: fc.array(fc.tuple(fc.constantFrom('PLTE', 'tRNS', 'tEXt', 'iCCP', 'acTL', 'zzZz'), filling), {
      maxLength: 2,
    }),
  })
  .map(({ width, height, depth, colour, interlaced, pixels, between }) =>
    Buffer.concat([
      PNG_SIGNATURE,
      chunk(
        'IHDR',
        Buffer.concat([word(width), word(height), Buffer.from([depth, colour, 0, 0, interlaced])]),
      ),
      ...between.map(([type, bytes]) => chunk(type, fill(bytes))),
      chunk('IDAT', deflateSync(fill(pixels))),
      chunk('IEND', new Uint8Array()),
    ]),
  );

/** safetensors files: a header of JSON whose tensors lie anywhere. */
export const encodeSafetensors: fc.Arbitrary<Uint8Array> = fc
  .record({
    tensors: fc.dictionary(
      fc.oneof(fc.constantFrom('0.weight', '0.bias', '2.weight', '2.bias', '__metadata__'), fc.string()),
      fc.record({
        dtype: fc.constantFrom('F32', 'F16', 'BF16', 'F64', 'I64', 'F8', ''),
        shape: fc.array(extreme, { maxLength: 4 }),
        data_offsets: fc.oneof(fc.tuple(extreme, extreme), fc.array(extreme, { maxLength: 3 })),
      }),
      { maxKeys: 6 },
    ),
    length: fc.option(extreme),
    numbers: filling,
  })
  .map(({ tensors, length, numbers }) => {
    const header = Buffer.from(JSON.stringify(tensors));
    const size = Buffer.alloc(8);
    const isSaid = length !== null && Number.isInteger(length) && length >= 0 && length < 2 ** 53;
    size.writeBigUInt64LE(BigInt(isSaid ? length : header.length));
    return Buffer.concat([size, header, fill(numbers)]);
  });

/** Studies with other values, as JSON, which YAML has in it; and aliases of aliases that would be a billion words. */
export function encodeYaml(
  bytes: Uint8Array,
  alterations: fc.Arbitrary<Alteration[]>,
): fc.Arbitrary<Uint8Array> {
  const altered = alterations.map((changes) =>
    JSON.stringify(alterTree(parse(new TextDecoder().decode(bytes)), changes)),
  );
  const aliases = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
    .map(([levels, each]) => {
      const lines = ['a0: &a0 word'];
      for (let level = 1; level <= levels; level++) {
        lines.push(`a${level}: &a${level} [${new Array(each).fill(`*a${level - 1}`).join(', ')}]`);
      }
      return lines.join('\n');
    });
  return fc
    .oneof({ weight: 4, arbitrary: altered }, { weight: 1, arbitrary: aliases })
    .map((made) => new TextEncoder().encode(made));
}
