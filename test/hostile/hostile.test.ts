/**
 * Hostile input: damaged files of every kind and files that are made to deceive, each read as a user's would be. A reader
 * gives a value or says in one line what is wrong; it does not crash, hang or ask for more memory than the file can need.
 * `make faults` reads a hundred thousand of each.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawBelow, openStream, type Stream } from '../../pipeline/math/streams.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { countAllocations } from './allocations.ts';
import { generate } from './generate.ts';
import { mutate } from './mutate.ts';
import { type HostileReader, listReaders } from './readers.ts';

/** Inputs in all, and the number of the first: with both, one that failed is read again alone. */
const INPUTS = Number(process.env.DIGIT_IDEAS_HOSTILE ?? 500);
const FIRST = Number(process.env.DIGIT_IDEAS_HOSTILE_FIRST ?? 0);

/** A message may quote what it found, cut short. */
const LONGEST_MESSAGE = 1000;
/** The files are a few kilobytes: a reader that takes this long, or the whole of them so much memory, trusts a number in a file. */
const MOST_MS = 10_000;
const MOST_BYTES = 1 << 30;
/**
 * What a reader may ask for beside what every file takes: so many bytes for each of the file's. A number in the file becomes
 * one of eight bytes several times over. What is compressed can be 1,032 times as long (deflate), and a byte of a picture
 * eight pixels, for each of which there are three numbers of eight bytes.
 */
const MOST_FOR_ANY = 4 << 20;
const MOST_FOR_EACH = 64;
const MOST_FOR_COMPRESSED = 1032 * 8 * 3 * 8;

/** The files of input number `k` for a reader. */
type Source = (reader: HostileReader, k: number) => HostileReader['files'];

/** What becomes of `INPUTS` inputs. */
async function readAll(readers: readonly HostileReader[], folder: string, source: Source) {
  const before = process.memoryUsage().rss;
  const counts = { read: 0, refused: 0 };
  const faults: string[] = [];
  for (let k = FIRST; k < FIRST + INPUTS; k++) {
    const reader = readers[k % readers.length]!;
    const files = source(reader, k);
    const place = join(folder, `reader-${k % readers.length}`);
    await mkdir(place, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(place, name), bytes);
    const started = performance.now();
    const { value: outcome, bytes } = await countAllocations(() =>
      reader.read(join(place, reader.named)).then(() => 'read' as const, judgeError),
    );
    if (performance.now() - started > MOST_MS) faults.push(`${k}, ${reader.kind}: takes too long`);
    if (bytes > mostBytes(files)) faults.push(`${k}, ${reader.kind}: asks for ${bytes} bytes`);
    if (outcome === 'read' || outcome === 'refused') counts[outcome]++;
    else faults.push(`${k}, ${reader.kind}: ${outcome.fault}`);
  }
  return { faults, counts, grown: process.memoryUsage().rss - before };
}

/** The most that a reader of these files may ask for. */
function mostBytes(files: HostileReader['files']): number {
  return Object.entries(files).reduce((sum, [name, { length }]) => {
    const isCompressed = /\.(gz|png)$/.test(name);
    return sum + length * (isCompressed ? MOST_FOR_COMPRESSED : MOST_FOR_EACH);
  }, MOST_FOR_ANY);
}

/** The readers, in a folder for what they are to read. */
async function openReaders() {
  const folder = await openTemporaryFolder();
  return { folder, readers: await listReaders(folder) };
}

const TIMEOUT_MS = Math.max(60_000, INPUTS * 60);

test(
  `of ${INPUTS} damaged files none crashes its reader, hangs it or fills the memory`,
  async () => {
    const { folder, readers } = await openReaders();
    const every = readers.flatMap(({ files }) => Object.values(files));
    const { faults, counts, grown } = await readAll(readers, folder, ({ files }, k) =>
      damage(files, every, openStream(0, `hostile/${k}`)),
    );
    expect(faults).toEqual([]);
    expect(grown).toBeLessThan(MOST_BYTES);
    // Most damage is seen; some leaves a file that is as good as another.
    expect(counts.refused).toBeGreaterThan(INPUTS / 2);
    expect(counts.read).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  `nor does one of ${INPUTS} that are made of the grammar of its format`,
  async () => {
    const { folder, readers } = await openReaders();
    const { faults, counts, grown } = await readAll(readers, folder, generate);
    expect(faults).toEqual([]);
    expect(grown).toBeLessThan(MOST_BYTES);
    expect(counts.refused).toBeGreaterThan(INPUTS / 2);
    // Some are what they say.
    expect(counts.read).toBeGreaterThan(INPUTS / 100);
  },
  TIMEOUT_MS,
);

test('what is asked for is counted: arrays of numbers by their length, also where nothing is written to them', async () => {
  const { value, bytes } = await countAllocations(async () => {
    const zeros = new Float32Array(1 << 20);
    return [zeros instanceof Float32Array, Buffer.alloc(100).length, new Uint8Array([1, 2]).length];
  });
  expect(value).toEqual([true, 100, 2]);
  expect(bytes).toBe((4 << 20) + 100);
  expect(new Float32Array(2)).toEqual(Float32Array.of(0, 0));
});

/** The files of a reader, one of them damaged, or each with a chance of one half where there are several. */
function damage(
  files: HostileReader['files'],
  others: readonly Uint8Array[],
  stream: Stream,
): HostileReader['files'] {
  const isAlone = Object.keys(files).length === 1;
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => {
      const isDamaged = isAlone || drawBelow(stream, 2) === 0;
      return [name, isDamaged ? mutate(bytes, stream, others) : bytes];
    }),
  );
}

/** `refused` for an error of one line that a user is told; else what is wrong with it. */
function judgeError(error: unknown): 'refused' | { readonly fault: string } {
  if (!(error instanceof UserError))
    return { fault: `a fault of ours: ${error instanceof Error ? error.stack : String(error)}` };
  if (error.message.includes('\n')) return { fault: `more than one line: ${error.message}` };
  if (error.message.length > LONGEST_MESSAGE)
    return { fault: `a long message: ${error.message.slice(0, 200)}` };
  return 'refused';
}
