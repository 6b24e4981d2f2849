/**
 * Hostile input: damaged files of every kind, each read as a user's would be. A reader gives a value or says in one line what
 * is wrong; it does not crash, hang or fill the memory. `make faults` reads a hundred thousand.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawBelow, openStream, type Stream } from '../../pipeline/math/streams.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { mutate } from './mutate.ts';
import { type HostileReader, listReaders } from './readers.ts';

/** Inputs in all, and the number of the first: with both, one that failed is read again alone. */
const INPUTS = Number(process.env.DIGIT_IDEAS_HOSTILE ?? 1000);
const FIRST = Number(process.env.DIGIT_IDEAS_HOSTILE_FIRST ?? 0);

/** A message may quote what it found, cut short. */
const LONGEST_MESSAGE = 1000;
/** The files are a few kilobytes: a reader that takes this long, or the whole of them so much memory, trusts a number in a file. */
const MOST_MS = 10_000;
const MOST_BYTES = 1 << 30;

test(
  `of ${INPUTS} damaged files none crashes its reader, hangs it or fills the memory`,
  async () => {
    const folder = await openTemporaryFolder();
    const readers = await listReaders(folder);
    const every = readers.flatMap(({ files }) => Object.values(files));
    const before = process.memoryUsage().rss;
    const counts = { read: 0, refused: 0 };
    const faults: string[] = [];
    for (let k = FIRST; k < FIRST + INPUTS; k++) {
      const place = join(folder, `reader-${k % readers.length}`);
      const reader = readers[k % readers.length]!;
      await writeDamaged(place, reader.files, every, openStream(0, `hostile/${k}`));
      const started = performance.now();
      const outcome = await reader.read(join(place, reader.named)).then(() => 'read' as const, judgeError);
      if (performance.now() - started > MOST_MS) faults.push(`${k}, ${reader.kind}: takes too long`);
      if (outcome === 'read' || outcome === 'refused') counts[outcome]++;
      else faults.push(`${k}, ${reader.kind}: ${outcome.fault}`);
    }
    expect(faults).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_BYTES);
    // Most damage is seen; some leaves a file that is as good as another.
    expect(counts.refused).toBeGreaterThan(INPUTS / 2);
    expect(counts.read).toBeGreaterThan(0);
  },
  Math.max(60_000, INPUTS * 60),
);

/** Writes the files of a reader, one of them damaged, or each with a chance of one half where there are several. */
async function writeDamaged(
  place: string,
  files: HostileReader['files'],
  others: readonly Uint8Array[],
  stream: Stream,
): Promise<void> {
  await mkdir(place, { recursive: true });
  const isAlone = Object.keys(files).length === 1;
  for (const [name, bytes] of Object.entries(files)) {
    const isDamaged = isAlone || drawBelow(stream, 2) === 0;
    await writeFile(join(place, name), isDamaged ? mutate(bytes, stream, others) : bytes);
  }
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
