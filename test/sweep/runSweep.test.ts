import { rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { writeFileAtomic } from '../../pipeline/store/files.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { previewSweep, printStatus, runSweep } from '../../pipeline/sweep/runSweep.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';

/** A study of one model that has been computed with `experiments`, and its like with others. */
async function openComputed(experiments: object) {
  const small = await openSmallStudy();
  const change = (wanted: object) => small.change({ hidden: [3], experiments: wanted });
  const study = await change(experiments);
  const [model] = study.models;
  await computeModel(study, model!, small.data);
  return { study, change, data: small.data, folder: study.folder.model(model!.name) };
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
  expect(await linesOf(preview, asking)).toEqual([`h3-b60-s0: experiments again: ${again}`, SUM]);
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

test('a status says of finished models that they are not scored yet, and then that there is no report', async () => {
  const { study, data } = await openComputed({});
  const finished = `1 of 1 models finished in ${study.folder.root}`;
  expect((await linesOf(printStatus, study)).slice(-2)).toEqual([
    finished,
    '1 of these not scored yet: make sweep scores them',
  ]);
  await score(study, data);
  expect((await linesOf(printStatus, study)).slice(-2)).toEqual([
    finished,
    'no report yet: make report writes it',
  ]);
  await writeFileAtomic(study.folder.reportHtml, '');
  expect((await linesOf(printStatus, study)).at(-1)).toBe(finished);
});

test('ideas that are damaged are searched again', async () => {
  const { study, folder } = await openComputed({});
  await writeFile(folder.ideas, '{');
  const reason = `${folder.ideas} is damaged`;
  expect(await linesOf(preview, study)).toEqual([`h3-b60-s0: search again: ${reason}`, SUM]);
});

test('a sweep that ends with a model missing says which and why, and is no success', async () => {
  const { change } = await openSmallStudy();
  const study = await change({});
  const [first, second] = study.models.map(({ name }) => name);
  const said = { out: [] as string[], error: [] as string[] };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      said.out.push(line);
      // As soon as all is computed, and before it is published, somebody removes a part of it.
      if (line.includes('(2 of 2 models')) rmSync(study.folder.model(second!).training);
    }),
    vi.spyOn(console, 'error').mockImplementation((line: string) => said.error.push(line)),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  expect(await runSweep(study, 1)).toBe(2);
  expect(said.out.at(-1)).toContain('(1 model, 10 ideas; 1 model missing)');
  expect(said.error).toEqual([
    expect.stringMatching(
      `^1 model not finished, though computed: ${second}: not computed yet; .*run the same command again$`,
    ),
  ]);
  said.error.length = 0;
  expect(await runSweep(study, 1)).toBe(0);
  expect(said.error).toEqual([]);
  expect(said.out.join('\n')).toContain(`${first}: `);
});

test('so does one whose experiment is missing, though the model is in the report', async () => {
  const { study } = await openComputed({ counterfeits: FEW });
  const [model] = study.models;
  const { record } = study.folder.model(model!.name).experiment('counterfeits');
  const errors: string[] = [];
  const spies = [
    vi.spyOn(console, 'error').mockImplementation((line: string) => errors.push(line)),
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      if (line.startsWith('report: ')) rmSync(record);
    }),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  expect(await runSweep(study, 1)).toBe(2);
  expect(errors).toEqual([
    expect.stringMatching(
      /^1 model not finished, though computed: h3-b60-s0: counterfeits not computed yet; /,
    ),
  ]);
});
