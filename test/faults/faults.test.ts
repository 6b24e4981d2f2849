/**
 * Faults of machines, disks and surroundings, in real processes: each is survived, and the table at the end says how many
 * were tried. `.ci/run` tries a few of each, `make faults` all; `make test` none, for it takes minutes.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NO_TERMINAL } from '../sweep/terminal.ts';
import { endAsFirstProcess, moveElsewhere, sweepInTerminals, sweepTwice } from './circumstances.ts';
import { cutEnd, damageFiles, flipBit } from './damage.ts';
import { fillDisks, findUnshare, protectDisk } from './disks.ts';
import { damageJudges } from './judges.ts';
import { killSweeps, type Undisturbed } from './kills.ts';
import { describeTrials, leaveOut } from './table.ts';
import { describeRun, hashAll, openFolder, sweep } from './trial.ts';

const SIZES = {
  small: { kills: 1, flips: 2, cuts: 1, judges: 1, disks: 1, twice: 1, elsewhere: 1, terminals: 1, first: 1 },
  full: {
    ...{ kills: 200, flips: 200, cuts: 50, judges: 20, disks: 20 },
    ...{ twice: 10, elsewhere: 4, terminals: 2, first: 10 },
  },
};

/** How many of each are tried: a size, or as many as the variable says of each. */
const COUNTS = chooseCounts(process.env.DIGIT_IDEAS_FAULTS ?? 'small');

function chooseCounts(size: string): (typeof SIZES)['small'] {
  if (size === 'small' || size === 'full') return SIZES[size];
  const each = Number(size);
  if (!Number.isInteger(each) || each < 1)
    throw new Error(`DIGIT_IDEAS_FAULTS: small, full or a number, got '${size}'`);
  return Object.fromEntries(Object.keys(SIZES.small).map((name) => [name, each])) as (typeof SIZES)['small'];
}

/** Nothing takes so long for one of what is tried, on a busy machine either. */
const MOST_MS_OF_ONE = 120_000;

let folder: string;
let finished: string;
let undisturbed: Undisturbed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digit-ideas-faults-'));
  finished = join(folder, 'finished');
  const started = performance.now();
  const run = await sweep(finished);
  const milliseconds = performance.now() - started;
  if (run.code !== 0) throw new Error(describeRun(run));
  undisturbed = { milliseconds, hashes: await hashAll(finished) };
}, MOST_MS_OF_ONE);

afterAll(async () => {
  await rm(folder, { recursive: true });
  console.log(describeTrials());
});

/** A copy of the finished study, to damage. */
async function copyFinished(): Promise<string> {
  const copy = join(await openFolder(), 'copy');
  await cp(finished, copy, { recursive: true });
  return copy;
}

/** Why a space of mounts or of processes cannot be had. */
const NO_SPACE = 'this user may make no space of mounts of its own (unshare)';
const unshare = findUnshare('--mount');

/** A test of `count` trials, or a row that says why it is left out. */
function tryOut(
  title: string,
  count: number,
  trial: () => Promise<readonly string[]>,
  missing: string | null = null,
) {
  if (missing !== null) leaveOut(title, missing);
  test.skipIf(missing !== null)(
    title,
    async () => expect(await trial()).toEqual([]),
    60_000 + count * MOST_MS_OF_ONE,
  );
}

tryOut(
  'a sweep that is killed leaves nothing half-written, and ends with the bytes of one that is not',
  COUNTS.kills,
  () => killSweeps(COUNTS.kills, undisturbed),
);
tryOut('a flipped bit is noticed, put to its stage, and mended or refused', COUNTS.flips, async () =>
  damageFiles(await copyFinished(), flipBit, {
    count: COUNTS.flips,
    what: 'a flipped bit in a file of a study',
  }),
);
tryOut('so is a file that is cut or empty', COUNTS.cuts, async () =>
  damageFiles(await copyFinished(), cutEnd, { count: COUNTS.cuts, what: 'a cut or empty file of a study' }),
);
tryOut('a damaged judge is not asked', COUNTS.judges, async () =>
  damageJudges(await copyFinished(), COUNTS.judges),
);
tryOut(
  'a full disk is told of, and the sweep goes on where there is room again',
  COUNTS.disks,
  () => fillDisks(unshare!, COUNTS.disks, undisturbed.hashes),
  unshare === null ? NO_SPACE : null,
);
tryOut(
  'a disk that cannot be written is told of, and its study can be looked at',
  1,
  () => protectDisk(unshare!, finished),
  unshare === null ? NO_SPACE : null,
);
tryOut('of two sweeps of one study one is told of the other', COUNTS.twice, () =>
  sweepTwice(COUNTS.twice, undisturbed.hashes),
);
tryOut('language, time zone, clock and the name of the folder change no byte', COUNTS.elsewhere, () =>
  moveElsewhere(COUNTS.elsewhere, undisturbed.hashes),
);
tryOut(
  'a terminal changes no byte',
  COUNTS.terminals,
  () => sweepInTerminals(COUNTS.terminals, undisturbed.hashes),
  NO_TERMINAL,
);
tryOut(
  'a sweep that is process 1 ends on SIGTERM',
  COUNTS.first,
  () => endAsFirstProcess(unshare!, COUNTS.first, undisturbed.milliseconds),
  unshare === null ? NO_SPACE : null,
);
