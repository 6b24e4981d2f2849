/** Writes small wheels: ZIP archives with deflated files (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
import { writeFile } from 'node:fs/promises';
import { deflateRawSync, gzipSync } from 'node:zlib';

/** Writes an archive of `files`, text by name, to `path`. */
export async function writeWheel(path: string, files: Readonly<Record<string, string>>): Promise<void> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text);
    const sizes = describeData(text, data, name);
    const local = Buffer.concat([numbers([4, 0x04034b50], [2, 20]), sizes, Buffer.from(name), data]);
    const place = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    directory.push(numbers([4, 0x02014b50], [2, 20], [2, 20]), sizes, place, Buffer.from(name));
    bodies.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = bodies.length;
  const end = numbers(
    ...([[4, 0x06054b50] as const, [2, 0], [2, 0], [2, count], [2, count]] as const),
    ...([[4, index.length] as const, [4, offset], [2, 0]] as const),
  );
  await writeFile(path, Buffer.concat([...bodies, index, end]));
}

/** The fields that a file's own header and the directory share: from the flags to the length of extra fields. */
function describeData(text: string, data: Buffer, name: string): Buffer {
  const checksum = gzipSync(text).readUInt32LE(gzipSync(text).length - 8);
  const header = numbers([2, 0], [2, 8], [2, 0], [2, 0x21], [4, checksum]);
  return Buffer.concat([
    header,
    numbers([4, data.length], [4, Buffer.byteLength(text)], [2, name.length], [2, 0]),
  ]);
}

/** Little-endian unsigned integers, each as its width in bytes and its value. */
function numbers(...fields: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const field = Buffer.alloc(width);
      field.writeUIntLE(value, 0, width);
      return field;
    }),
  );
}
