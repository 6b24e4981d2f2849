import { expect, test } from 'vitest';
import { computeCell } from '../../pipeline/steps/computeCell.ts';
import { scoreCells } from '../../pipeline/steps/judges.ts';
import { exists } from '../../pipeline/store/files.ts';
import { openSmallStudy } from './smallStudy.ts';

test('judges are not fitted before there is an idea to score, and score each cell once', async () => {
  const { study, data } = await openSmallStudy();
  expect(await scoreCells(study, data)).toBe(0);
  expect(await exists(study.folder.panel)).toBe(false);
  await computeCell(study, study.cells[0]!, data);
  expect(await scoreCells(study, data)).toBe(1);
  expect(await exists(study.folder.panel)).toBe(true);
  expect(await scoreCells(study, data)).toBe(0);
});
