/** The progress of a sweep as a person sees it: a real sweep on a real pseudo-terminal. */
import { expect, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { smallStudy } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { NO_TERMINAL, runInTerminal, watchScreen } from './terminal.ts';

const EPOCHS = 300;

/** Two models, each with so many epochs that their bars are drawn more than once. */
async function openSweep(): Promise<string[]> {
  return smallStudy(
    await openTemporaryFolder(),
    'grid.hidden=[8]',
    `training.epochs=${EPOCHS}`,
    'search.passes=1',
  );
}

const BAR = /[█░]/;

/** The distinct lines that were ever on the screen and match `pattern`, in the order of their appearance. */
const linesSeen = (frames: readonly string[][], pattern: RegExp): string[] => [
  ...new Set(frames.flat().filter((line) => pattern.test(line))),
];

test('a screen shows what was written last: lines that are gone back to, and erased, change', () => {
  const { frames, hasCursor } = watchScreen(
    'one\r\n\x1b[?25lab\x1b[1Gx\x1b[0K\r\ntwo\x1b[2A\x1b[1Gtop\r\n\x1b[0Jend\x1b[?25h',
  );
  expect(frames).toEqual([
    ['one', 'x', 'two'],
    ['top', 'end'],
  ]);
  expect(hasCursor).toBe(true);
  expect(watchScreen('\x1b[?25l').hasCursor).toBe(false);
  expect(() => watchScreen('\x1b[3P')).toThrow('control sequence');
});

test('on a terminal bars move, tell of models and the time left, and leave nothing behind', async ({
  skip,
}) => {
  if (NO_TERMINAL !== null) return skip(NO_TERMINAL);
  const sweep = [`${COMPILED}/pipeline/sweep.js`, ...(await openSweep()), '--workers', '1'];
  const { code, stdout } = await runInTerminal(process.execPath, sweep);
  expect(code).toBe(0);
  const { frames, hasCursor } = watchScreen(stdout);

  const overall = linesSeen(frames, /^all /);
  expect(overall[0]).toMatch(/^all +░{24} 0\/2 models, about \d+ s left$/);
  expect(overall).toEqual(
    expect.arrayContaining([expect.stringMatching(/^all +█{12}░{12} 1\/2 models, about \d+ s left$/)]),
  );
  for (const name of ['h8-b50-s0', 'h8-b200-s0']) {
    const own = linesSeen(frames, new RegExp(`^${name} .*[█░]`));
    const epochs = own.map((line) => Number(/ (\d+)\/300 loss [\d.]+, accuracy [\d.]+%$/.exec(line)?.[1]));
    expect(new Set(epochs).size).toBeGreaterThan(1);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
    expect(epochs.at(-1)).toBe(EPOCHS);
    expect(own.at(-1)).toMatch(/█{24}/);
  }
  // One worker computes one model at a time: a finished model's bar has gone when the other's is drawn.
  for (const frame of frames) {
    const bars = frame.filter((line) => BAR.test(line));
    expect(bars.length).toBeLessThanOrEqual(2);
    expect(new Set(bars.map((line) => line.search(BAR))).size).toBeLessThanOrEqual(1);
  }

  expect(hasCursor).toBe(true);
  expect(frames.at(-1)).toEqual([
    'dataset prepared: 1000 training, 200 test images',
    expect.stringMatching(/^2 models to compute: about \d+ s on 1 process$/),
    expect.stringMatching(/^judges: they read [\d.]+% of 200 test images of this study rightly$/),
    expect.stringMatching(/^report: .*index\.html \(2 models, 20 ideas\)$/),
    '',
  ]);
});
