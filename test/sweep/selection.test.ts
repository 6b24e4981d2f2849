import { expect, test } from 'vitest';
import { dropFailure, keepFailure, readFailure } from '../../pipeline/models/failures.ts';
import type { ModelNeed } from '../../pipeline/sweep/computeModel.ts';
import { selectBy, splitWords } from '../../pipeline/sweep/selection.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

test('words select by name, by cell, by what is to be done, and of both what both do', async () => {
  const { study } = await openSmallStudy();
  const [small, large] = study.models;
  const needs = [
    { model: small!, isFirstTime: true },
    { model: large!, isFirstTime: false },
  ] as ModelNeed[];
  const select = async (text: string) => {
    const { includes } = selectBy(splitWords(text), study);
    const chosen: string[] = [];
    for (const need of needs) if (await includes(need)) chosen.push(need.model.name);
    return chosen.join(' ');
  };
  expect(await select('')).toBe('h3-b60-s0 h4-b60-s0');
  expect(await select('missing')).toBe('h3-b60-s0');
  expect(await select('stale')).toBe('h4-b60-s0');
  expect(await select('missing, stale')).toBe('h3-b60-s0 h4-b60-s0');
  expect(await select('h4-b60')).toBe('h4-b60-s0');
  expect(await select('missing h4-b60')).toBe('');
  expect(await select('failed')).toBe('');
  await keepFailure(study, small!, 'h3-b60-s0: expected a finite loss');
  expect(await select('failed')).toBe('h3-b60-s0');
  expect(await readFailure(study, small!)).toBe('h3-b60-s0: expected a finite loss');
  await dropFailure(study, small!);
  expect(await readFailure(study, small!)).toBeNull();
  expect(() => selectBy(['faild'], study)).toThrow(
    "--only: expected failed, missing, stale, a model, such as h3-b60-s0, or a cell, such as h3-b60, got 'faild'; see make status",
  );
});
