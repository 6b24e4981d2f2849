import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readFrozenJudge, writeFrozenJudge } from '../../pipeline/judging/frozenJudge.ts';
import {
  readCalibrations,
  readPanelRecord,
  scoreVersion,
  writePanelRecord,
} from '../../pipeline/judging/frozenPanel.ts';
import { JUDGE_NAMES } from '../../pipeline/study/judgeNames.ts';
import type { Measurements } from '../../pipeline/study/records.ts';
import { errorLine } from '../store/errorLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const FROZEN = join(dirname(fileURLToPath(import.meta.url)), '../../pipeline/judging/frozen');

/** A copy of the frozen judges to do harm to. */
async function copyFrozen(): Promise<string> {
  const folder = await openTemporaryFolder();
  for (const file of await readdir(FROZEN)) await copyFile(join(FROZEN, file), join(folder, file));
  return folder;
}

describe.each(JUDGE_NAMES)('the frozen %s', (name) => {
  test('is intact, and survives being written again to the byte', async () => {
    const { record, recordBytes, weights } = await readFrozenJudge(name);
    expect(record.card.name).toBe(name);
    const folder = await openTemporaryFolder();
    await writeFrozenJudge(name, record, weights, folder);
    expect(await readFile(join(folder, `${name}.json`), 'utf8')).toBe(new TextDecoder().decode(recordBytes));
    const file = `${name}.bin`;
    expect((await readFile(join(folder, file))).equals(await readFile(join(FROZEN, file)))).toBe(true);
  });

  test('has a card that keeps what the panel promises', async () => {
    const { card } = (await readFrozenJudge(name)).record;
    expect(card.wrongDigit).toBeLessThanOrEqual(0.02);
    for (const kind of ['noise', 'shuffled pixels'])
      expect(intendedOf(card, kind), kind).toBeLessThanOrEqual(0.05);
    expectFalling(card);
  });
});

/** The mean P(intended) that a card has for a kind of non-digit. */
function intendedOf({ nonDigits }: Measurements, kind: string): number {
  return nonDigits.find((each) => each.kind === kind)!.intended;
}

/** Real digits are read no more surely where more of their pixels are flipped. */
function expectFalling({ noiseCurve }: Measurements): void {
  const curve = noiseCurve.map(({ recognisability }) => recognisability);
  expect(curve).toEqual([...curve].sort((a, b) => b - a));
}

describe('the frozen panel', () => {
  test('is of these judges, and survives being written again to the byte', async () => {
    const record = await readPanelRecord();
    const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name)));
    expect(record.card.scoreVersion).toBe(scoreVersion(judges, await readCalibrations(judges)));
    const folder = await openTemporaryFolder();
    await writePanelRecord(record, folder);
    expect(await readFile(join(folder, 'panel.json'))).toEqual(await readFile(join(FROZEN, 'panel.json')));
  });

  test('has calibrations for every choice of families, and for no judges but these', async () => {
    const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name)));
    for (const left of judges) {
      const { little, much } = await readCalibrations(judges.filter((judge) => judge !== left));
      for (const { temperature, none } of [little, much]) {
        expect(temperature).toBeGreaterThan(0.3);
        expect(temperature).toBeLessThanOrEqual(1.2);
        // The odds of "not a digit" keep their direction.
        expect(none[0]).toBeGreaterThan(0.5);
      }
    }
    const [first, ...others] = judges;
    const changed = { ...first!, recordBytes: Uint8Array.of(1) };
    await expect(readCalibrations([changed, ...others])).rejects.toThrow(
      `panel.json: expected calibrations for ${JUDGE_NAMES.join(', ')} as they are frozen, got none; remove the folder`,
    );
  });

  test('reads real digits nearly as well as was wanted, and nothing else', async () => {
    const { card } = await readPanelRecord();
    // Wanted: 0.93; measured: 0.923 and 0.925.
    expect(card.greyscale.recognisability).toBeGreaterThanOrEqual(0.9225);
    expect(card.binarised.recognisability).toBeGreaterThanOrEqual(0.925);
    expect(card.wrongDigit).toBeLessThanOrEqual(0.02);
    for (const kind of ['noise', 'shuffled pixels'])
      expect(intendedOf(card, kind), kind).toBeLessThanOrEqual(0.02);
    expectFalling(card);
  });

  test('is as sure as it is right, in each fifth of [0, 1]', async () => {
    const { card } = await readPanelRecord();
    // Wanted: 0.05; measured: 0.030 in the third, at most 0.022 in the others.
    const errors = card.calibration.fifths.map(({ error }) => error ?? 0);
    expect(Math.max(...errors)).toBeLessThanOrEqual(0.05);
    expect(errors.filter((error) => error > 0.02).length).toBeLessThanOrEqual(2);
  });

  test('moves little where an image does', async () => {
    const { shifted, thickened, noised, shifts } = (await readPanelRecord()).card.smoothness;
    for (const change of [shifted, thickened, noised]) expect(change).toBeLessThanOrEqual(0.03);
    const upToThree = shifts.slice(0, 4).map(({ recognisability }) => recognisability);
    expect(Math.max(...upToThree) - Math.min(...upToThree)).toBeLessThanOrEqual(0.02);
  });
});

const REMEDY =
  'remove the folder pipeline/judging/frozen and take it from the repository again: git checkout';

test.each([...JUDGE_NAMES.flatMap((name) => [`${name}.bin`, `${name}.json`]), 'panel.json'])(
  'a changed byte of %s is refused',
  async (file) => {
    const folder = await copyFrozen();
    const read = () =>
      Promise.all([readPanelRecord(folder), ...JUDGE_NAMES.map((name) => readFrozenJudge(name, folder))]);
    await read();
    const path = join(folder, file);
    const bytes = await readFile(path);
    bytes[1000]! ^= 1;
    await writeFile(path, bytes);
    const line = await errorLine(read);
    expect(line).toMatch(new RegExp(`${file}: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; ${REMEDY}`));
    // What they say of every score would change with them.
    expect(line).not.toContain('FREEZE');
  },
);

test('line endings of Windows are named as what they are', async () => {
  const folder = await copyFrozen();
  const path = join(folder, 'mixture.json');
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
  expect(await errorLine(() => readFrozenJudge('mixture', folder))).toBe(
    `${path}: expected line endings LF, as in the repository, got CRLF: git changed them; ${REMEDY} -- pipeline/judging/frozen`,
  );
  // The digests themselves may have them.
  const sums = join(folder, 'SHA256SUMS');
  await writeFile(sums, (await readFile(sums, 'utf8')).replaceAll('\n', '\r\n'));
  await readFrozenJudge('cnn', folder);
});

test('without the digests nothing is read, and a judge that is frozen has one', async () => {
  const folder = await copyFrozen();
  const { record, weights } = await readFrozenJudge('cnn', folder);
  await rm(join(folder, 'SHA256SUMS'));
  expect(await errorLine(() => readFrozenJudge('cnn', folder))).toContain(
    'SHA256SUMS: expected a file, got none',
  );
  await writeFrozenJudge('cnn', record, weights, folder);
  await readFrozenJudge('cnn', folder);
  expect(await errorLine(() => readFrozenJudge('mixture', folder))).toContain(
    'SHA256SUMS: expected the digest of mixture.json, got none',
  );
});
