/**
 * Hostile input: damaged files of every kind, each read as a user's would be. A reader gives a value or says in one line what
 * is wrong; it does not crash, hang or fill the memory. `make faults` reads a hundred thousand.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStream } from '../../pipeline/math/streams.ts';
import { UserError } from '../../pipeline/study/errors.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { mutate } from './mutate.ts';
import { listReaders } from './readers.ts';

/** Inputs in all. */
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
    const [outcomes, faults] = [new Map<string, number>(), [] as string[]];
    for (let k = FIRST; k < FIRST + INPUTS; k++) {
      const reader = readers[k % readers.length]!;
      const stream = openStream(0, `hostile/${k}`);
      const place = join(folder, String(k % 500));
      await mkdir(place, { recursive: true });
      for (const [name, bytes] of Object.entries(reader.files)) {
        await writeFile(
          join(place, name),
          Object.keys(reader.files).length === 1 || stream.nextUint32() % 2 === 0
            ? mutate(bytes, stream, every)
            : bytes,
        );
      }
      const started = performance.now();
      const outcome = await reader.read(join(place, reader.named)).then(
        () => 'read',
        (error: unknown) => judgeError(error),
      );
      const tooLong = performance.now() - started > MOST_MS ? 'takes too long' : null;
      const count = outcomes.get(outcome === 'read' || outcome === 'refused' ? outcome : 'fault') ?? 0;
      outcomes.set(outcome === 'read' || outcome === 'refused' ? outcome : 'fault', count + 1);
      for (const fault of [tooLong, outcome])
        if (fault !== null && fault !== 'read' && fault !== 'refused')
          faults.push(`${k}, ${reader.kind}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_BYTES);
    // Most damage is seen; some leaves a file that is as good as another.
    expect(outcomes.get('refused')).toBeGreaterThan(INPUTS / 2);
    expect(outcomes.get('read') ?? 0).toBeGreaterThan(0);
  },
  Math.max(60_000, INPUTS * 60),
);

/** `refused` for an error of one line that a user is told; else what is wrong with it. */
function judgeError(error: unknown): string {
  if (!(error instanceof UserError))
    return `a fault of ours: ${error instanceof Error ? error.stack : String(error)}`;
  if (error.message.includes('\n')) return `more than one line: ${error.message}`;
  if (error.message.length > LONGEST_MESSAGE) return `a long message: ${error.message.slice(0, 200)}`;
  return 'refused';
}
