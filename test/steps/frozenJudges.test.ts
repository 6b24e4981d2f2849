import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scoreVersion } from '../../pipeline/judging/frozen.ts';
import {
  readFrozenJudge,
  readPanelCard,
  writeFrozenJudge,
  writePanelCard,
} from '../../pipeline/steps/frozenJudges.ts';
import { describeDifference } from '../../pipeline/steps/judges/makeJudges.ts';
import { JUDGE_NAMES } from '../../pipeline/study/config.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const FROZEN = join(dirname(fileURLToPath(import.meta.url)), '../../pipeline/judging/frozen');

/** A copy of the frozen judges to do harm to. */
async function copyFrozen(): Promise<string> {
  const folder = await openTemporaryFolder();
  for (const file of ['kde.json', 'mixture.json', 'mixture.bin', 'cnn.json', 'cnn.bin']) {
    await copyFile(join(FROZEN, file), join(folder, file));
  }
  return folder;
}

describe.each(JUDGE_NAMES)('the frozen %s', (name) => {
  test('is intact, and survives being written again to the byte', async () => {
    const { record, recordBytes, weights } = await readFrozenJudge(name);
    expect(record.card.name).toBe(name);
    const folder = await openTemporaryFolder();
    await writeFrozenJudge(name, record, weights, folder);
    expect(await readFile(join(folder, `${name}.json`), 'utf8')).toBe(new TextDecoder().decode(recordBytes));
  });

  test('has a card that keeps what the panel promises', async () => {
    const { card } = (await readFrozenJudge(name)).record;
    expect(card.honesty.calibrationError).toBeLessThanOrEqual(0.05);
    expect(card.wrongDigit).toBeLessThanOrEqual(0.02);
    const [noise, shuffled] = ['noise', 'shuffled pixels'].map((kind) =>
      card.nonDigits.find((each) => each.kind === kind),
    );
    expect(noise!.intended).toBeLessThanOrEqual(0.05);
    expect(shuffled!.intended).toBeLessThanOrEqual(0.05);
    const curve = card.noiseCurve.map(({ recognisability }) => recognisability);
    expect(curve).toEqual([...curve].sort((a, b) => b - a));
  });
});

test('the card of the panel is of these judges, who together err on the side of caution', async () => {
  const card = await readPanelCard();
  const judges = await Promise.all(JUDGE_NAMES.map((name) => readFrozenJudge(name)));
  expect(card.scoreVersion).toBe(scoreVersion(judges));
  expect(card.honesty.images).toBe(6000);
  for (const { confidence, right } of card.honesty.reliability) expect(right).toBeGreaterThan(confidence);
  const folder = await openTemporaryFolder();
  await writePanelCard(card, folder);
  expect(await readFile(join(folder, 'panel.json'))).toEqual(await readFile(join(FROZEN, 'panel.json')));
});

test('real digits score at least 0.93 with the panel, grey and black and white', async () => {
  const cards = await Promise.all(JUDGE_NAMES.map(async (name) => (await readFrozenJudge(name)).record.card));
  for (const way of ['greyscale', 'binarised'] as const) {
    const mean = cards.reduce((sum, card) => sum + card[way].recognisability, 0) / cards.length;
    expect(mean).toBeGreaterThanOrEqual(0.93);
  }
});

test('the cnn reads test digits as well as it must, and rejects what it never saw', async () => {
  const { card } = (await readFrozenJudge('cnn')).record;
  expect(card.greyscale.error).toBeLessThanOrEqual(0.008);
  expect(card.binarised.error).toBeLessThanOrEqual(0.008);
  expect(card.flipped.error).toBeLessThanOrEqual(0.1);
  const unseen = card.nonDigits.filter(({ isKnown }) => !isKnown).map(({ intended }) => intended);
  expect(unseen.reduce((a, b) => a + b, 0) / unseen.length).toBeLessThanOrEqual(0.1);
});

test('a changed byte is refused or changes the version', async () => {
  const folder = await copyFrozen();
  const path = join(folder, 'cnn.bin');
  const bytes = await readFile(path);
  bytes[1000]! ^= 1;
  await writeFile(path, bytes);
  await expect(readFrozenJudge('cnn', folder)).rejects.toThrow(
    /cnn\.bin: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}; restore it from the repository, or make it again/,
  );
  const kde = await readFrozenJudge('kde', folder);
  const text = await readFile(join(folder, 'kde.json'), 'utf8');
  await writeFile(join(folder, 'kde.json'), text.replace('2026', '2027'));
  const changed = await readFrozenJudge('kde', folder);
  expect(scoreVersion([changed])).not.toBe(scoreVersion([kde]));
});

describe('making a judge anew', () => {
  test('finds it the same, whoever made it and when', async () => {
    const frozen = await readFrozenJudge('cnn');
    const card = { ...frozen.record.card, commit: 'another', date: '2000-01-01' };
    expect(describeDifference(frozen, { ...frozen.record, card }, frozen.weights)).toBeNull();
  });

  test('names the first difference', async () => {
    const frozen = await readFrozenJudge('cnn');
    const calibration = { ...frozen.record.calibration, temperature: 9 };
    expect(describeDifference(frozen, { ...frozen.record, calibration }, frozen.weights)).toBe(
      `differs from the frozen one: calibration.temperature was ${frozen.record.calibration.temperature}, is 9`,
    );
    const weights = frozen.weights!.slice();
    weights[0]! ^= 1;
    expect(describeDifference(frozen, frozen.record, weights)).toBe(
      'differs from the frozen one: its weights',
    );
    expect(describeDifference(frozen, frozen.record, null)).toBe('differs from the frozen one: its weights');
  });
});
