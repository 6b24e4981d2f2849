import { rm, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { previewSweep, printStatus } from '../../pipeline/sweep/runSweep.ts';
import { openSmallStudy } from '../models/smallStudy.ts';

/** A study of one model that has been computed with `experiments`, and its like with others. */
async function openComputed(experiments: object) {
  const small = await openSmallStudy();
  const change = (wanted: object) => small.change({ hidden: [3], experiments: wanted });
  const study = await change(experiments);
  const [model] = study.models;
  await computeModel(study, model!, small.data);
  return { study, change, folder: study.folder.model(model!.name) };
}

/** What `print` says of a study, a line at a time, without predicted times. */
async function linesOf(print: (study: Study) => Promise<void>, study: Study): Promise<string[]> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  onTestFinished(() => log.mockRestore());
  await print(study);
  log.mockRestore();
  return lines.map((line) => line.replace(/ ?\(?about \d+ (s|min)\)?/, ''));
}

const preview = (study: Study) => previewSweep(study, 1);
const SUM = '1 model to compute: on 1 process';
const FEW = { enabled: true, images: 10 };

test('an experiment that is wanted for the first time is not done again', async () => {
  const { study, change } = await openComputed({});
  const asking = await change({ counterfeits: FEW });
  expect(await linesOf(preview, asking)).toEqual([
    'h3-b60-s0: experiments: counterfeits not computed yet',
    SUM,
  ]);
  expect(await linesOf(printStatus, asking)).toEqual([
    'h3-b60-s0: experiments: counterfeits not computed yet',
    `0 of 1 models finished in ${study.folder.root}`,
  ]);
});

test('an experiment that was done otherwise is done again, and that is said even where another is new', async () => {
  const { change } = await openComputed({ counterfeits: FEW });
  const again = 'counterfeits images changed from 10 to 20';
  const asking = await change({ counterfeits: { ...FEW, images: 20 }, hints: FEW });
  expect(await linesOf(preview, asking)).toEqual([
    `h3-b60-s0: experiments: ${again}`,
    `h3-b60-s0: experiments again: ${again}`,
    SUM,
  ]);
});

test('of a sweep that was stopped between training and search, the search is not done again', async () => {
  const { study, folder } = await openComputed({});
  await rm(folder.ideas);
  expect(await linesOf(preview, study)).toEqual(['h3-b60-s0: search: not computed yet', SUM]);
  expect(await linesOf(printStatus, study)).toEqual([
    'h3-b60-s0: search: not computed yet',
    `0 of 1 models finished in ${study.folder.root}`,
  ]);
});

test('ideas that are damaged are searched again', async () => {
  const { study, folder } = await openComputed({});
  await writeFile(folder.ideas, '{');
  const reason = `${folder.ideas} is damaged`;
  expect(await linesOf(preview, study)).toEqual([
    `h3-b60-s0: search: ${reason}`,
    `h3-b60-s0: ideas again: ${reason}`,
    SUM,
  ]);
});
