import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { showAs } from '../../pipeline/judging/scoreIdeas.ts';
import { summariseTraining } from '../../pipeline/judging/trainingSummary.ts';
import type { LadderRecord } from '../../pipeline/ladder/ladderRecord.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import type { Study } from '../../pipeline/models/study.ts';
import type { StudyData } from '../../pipeline/models/studyDataset.ts';
import { importRatings, type RatingImport } from '../../pipeline/rating/importRatings.ts';
import { type RatingPage, type RatingTask, writeRatingPage } from '../../pipeline/rating/prepareRating.ts';
import { readKey } from '../../pipeline/rating/ratingFiles.ts';
import type { KeyRow } from '../../pipeline/rating/ratingRecords.ts';
import { gatherResults } from '../../pipeline/report/gatherResults.ts';
import { writeManifest } from '../../pipeline/report/manifest.ts';
import { writeReport } from '../../pipeline/report/publish.ts';
import type { Problem } from '../../pipeline/store/csvFile.ts';
import { writeRecord } from '../../pipeline/store/recordFile.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { openSmallStudy, score } from '../models/smallStudy.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const HEADER = 'rater,image,answer,sureness,milliseconds,timestamp\n';

const attentive = (ofIdea: (key: KeyRow) => string) => (key: KeyRow) =>
  key.kind === 'idea' ? ofIdea(key) : String(key.digit ?? 'none');

/** Images of the page of 12 ideas: with ten checks, and three of twenty test digits at each of five levels of noise. */
const SHOWN = 37;

/** Makes a page of the ideas that are finished. */
async function makePage(study: Study, data: StudyData, task: RatingTask): Promise<RatingPage> {
  const { ideas } = await gatherResults(study, data);
  const training = summariseTraining(data.train);
  const show = (idea: IdeaRow) => showAs('masked', idea, training);
  return writeRatingPage(study, { ideas, show, test: data.test }, task);
}

/** Imports ratings of the ideas that are finished. */
async function takeIn(
  study: Study,
  data: StudyData,
  files: readonly string[],
  onProblem: (problem: Problem) => void,
  onRemark: (line: string) => void = () => undefined,
): Promise<RatingImport> {
  return importRatings(study, await gatherResults(study, data), files, {
    problem: onProblem,
    remark: onRemark,
  });
}

/** A finished study with a page of 12 ideas, made once: each test begins with its files as they were then. */
async function prepareRated() {
  const root = await mkdtemp(join(tmpdir(), 'digit-ideas-'));
  const small = await openSmallStudy(root);
  const { study, data } = small;
  for (const model of study.models) await computeModel(study, model, data);
  await score(study, data);
  expect(await makePage(study, data, { count: 12, seed: 0 })).toEqual({
    ideas: 12,
    attacks: 0,
    checks: 10,
    flipped: 15,
  });
  await cp(study.artifacts, join(root, 'kept'), { recursive: true });
  return { root, small };
}

let prepared: ReturnType<typeof prepareRated> | undefined;
afterAll(async () => {
  if (prepared !== undefined) await rm((await prepared).root, { recursive: true });
});

/** The prepared study, and what a test does with it. */
async function openRated() {
  const folder = await openTemporaryFolder();
  prepared ??= prepareRated();
  const { root, small } = await prepared;
  const { study, data } = small;
  await rm(study.artifacts, { recursive: true });
  await cp(join(root, 'kept'), study.artifacts, { recursive: true });
  const readKeys = async () => (await readKey(study.folder.rating.key))!.rows.map(({ row }) => row);
  const keys = await readKeys();
  /** A file in which `rater` answers every image as `answer` says. */
  const writeRatings = async (rater: string, answer: (key: KeyRow) => string) => {
    const path = join(folder, `${rater}.csv`);
    const rows = keys.map((key) => `${rater},${key.image},${answer(key)},100,900,2020-01-31T12:00:00Z\n`);
    await writeFile(path, HEADER + rows.join(''));
    return path;
  };
  const runImport = async (...files: readonly string[]) => {
    const problems: Problem[] = [];
    const remarks: string[] = [];
    const imported = await takeIn(
      study,
      data,
      files,
      (problem) => problems.push(problem),
      (line) => remarks.push(line),
    );
    return { ...imported, problems: problems.map(({ line, what }) => `${line}: ${what}`), remarks };
  };
  return { ...small, folder, keys, readKeys, writeRatings, runImport };
}

test('the page holds no model and no kind, and every image of the key', async () => {
  const { study, keys } = await openRated();
  const page = await readFile(study.folder.rating.page, 'utf8');
  for (const { image, sha256 } of keys) {
    expect(page).toContain(image);
    expect(page).not.toContain(sha256);
  }
  expect(page).not.toMatch(/h[34]-b60|noise|recognisability/);
  expect(keys.map(({ image }) => image)).toEqual(keys.map(({ image }) => image).sort());
});

test('ratings are joined with the key; the report then has the people beside the machine', async () => {
  const { study, data, writeRatings, runImport } = await openRated();
  const even = await writeRatings(
    'even',
    attentive(({ digit }) => (digit! % 2 === 0 ? String(digit) : 'none')),
  );
  const sleepy = await writeRatings('sleepy', () => '1');
  const { rows, summary, problems } = await runImport(even, sleepy);
  expect({ rows, problems }).toEqual({ rows: 2 * SHOWN, problems: [] });
  expect(summary.raters.map(({ rater, isExcluded }) => [rater, isExcluded])).toEqual([
    ['even', false],
    ['sleepy', true],
  ]);
  expect(summary.images).toHaveLength(12);
  for (const { digit, people } of summary.images) expect(people).toBe(digit % 2 === 0 ? 1 : 0);
  expect(JSON.parse(await readFile(study.folder.rating.summary, 'utf8'))).toEqual(summary);
  // Six of the ten ideas of each of two cells, and all digits in noise, were rated.
  expect(summary.corrected!.cells.map(({ ideas, rated }) => [ideas, rated])).toEqual([
    [10, 6],
    [10, 6],
  ]);
  expect(summary.noise).toMatchObject({ halfPoint: null, levels: { length: 6 } });
  expect(await readFile(study.folder.rating.corrected, 'utf8')).toMatch(
    /^cell,slope,ideas,rated,panel,people/,
  );
  expect(await readFile(study.folder.rating.noise, 'utf8')).toMatch(/^sleepy,false,0\.45,3,/m);

  const results = await gatherResults(study, data);
  expect(results.people).toEqual(summary);
  await writeReport(study, results);
  const markdown = await readFile(study.folder.reportMarkdown, 'utf8');
  expect(markdown).toContain('## What people see');
  expect(markdown).not.toContain('achine-judged');
  const html = await readFile(study.folder.reportHtml, 'utf8');
  expect(html).toContain('id="people"');
  expect(html).not.toContain('achine-judged');
});

test('what people say is no part of the manifest: the same config does not give it again', async () => {
  const { study, writeRatings, runImport } = await openRated();
  await runImport(
    await writeRatings(
      'a',
      attentive(() => '1'),
    ),
  );
  await writeManifest(study);
  const manifest = await readFile(study.folder.manifest, 'utf8');
  expect(manifest).toContain('models/h3-b60-s0/scores.json');
  expect(manifest).not.toContain('rating/');
});

test('what an import wrote is imported again with new ratings; a later row of an image replaces an earlier', async () => {
  const { study, writeRatings, runImport } = await openRated();
  await runImport(
    await writeRatings(
      'a',
      attentive(() => 'none'),
    ),
  );
  const later = await writeRatings(
    'a',
    attentive(({ digit }) => String(digit)),
  );
  const { rows, summary } = await runImport(study.folder.rating.ratings, later);
  expect(rows).toBe(SHOWN);
  expect(summary.images.every(({ people }) => people === 1)).toBe(true);
});

test('bad rows are named in the order of their lines, and who loses how many; the rest is kept', async () => {
  const { study, writeRatings, runImport } = await openRated();
  const path = await writeRatings(
    'a',
    attentive(() => 'none'),
  );
  await appendFile(path, 'a,unknown,1,100,9,2020-01-31\na,b\nA,unknown,1,100,9,\n,,1,100,9,\n');
  const { rows, problems, remarks } = await runImport(path);
  expect(rows).toBe(SHOWN);
  expect(remarks).toEqual([
    "'a': 2 of 39 rows left out",
    "'A': 1 of 1 row left out",
    'nobody by name: 1 of 1 row left out',
    "'a' and 'A' are taken for different people; where they are one, write the name in one way",
  ]);
  expect(problems).toEqual([
    `39: expected an image of ${study.folder.rating.key}, got 'unknown'`,
    '40: expected 6 fields, got 2',
    `41: expected an image of ${study.folder.rating.key}, got 'unknown'`,
    "42: rater: expected a name, got ''; image: expected the name of an image, got ''",
  ]);
});

test('an import of nothing is refused and leaves what was there', async () => {
  const { study, folder, writeRatings, runImport } = await openRated();
  await runImport(
    await writeRatings(
      'a',
      attentive(() => 'none'),
    ),
  );
  const before = await readFile(study.folder.rating.ratings, 'utf8');
  const path = join(folder, 'empty.csv');
  await writeFile(path, HEADER);
  await expect(runImport(path)).rejects.toThrow('expected at least one rating, got none that can be used');
  expect(await readFile(study.folder.rating.ratings, 'utf8')).toBe(before);
});

test('ratings of an idea that has changed since are left out; an earlier page’s ratings are not', async () => {
  const { study, data, change, readKeys, writeRatings, runImport } = await openRated();
  const earlier = await writeRatings(
    'a',
    attentive(() => 'none'),
  );
  await makePage(study, data, { count: 5, seed: 1 });
  expect((await readKeys()).length).toBe(SHOWN + 30);
  expect((await runImport(earlier)).rows).toBe(SHOWN);

  const longer = await change({ passes: 2, hidden: [3] });
  await computeModel(longer, longer.models[0]!, data);
  await score(longer, data);
  const problems: string[] = [];
  const { rows } = await takeIn(longer, data, [earlier], ({ file, what }) => {
    // The ratings of the first import are read again as well, and named again.
    if (file === earlier) problems.push(what);
  });
  expect(rows).toBe(SHOWN - problems.length);
  const gone = problems.filter((what) => /^expected a finished idea, got h4-b60-s0\/\d\/0/.test(what));
  const changed = problems.filter((what) =>
    /^expected the idea h3-b60-s0\/\d\/0 as rated, got another/.test(what),
  );
  expect(gone).toHaveLength(6);
  expect(changed.length).toBeGreaterThan(0);
  expect(gone.length + changed.length).toBe(problems.length);

  // They are set aside, not lost: with the ideas as they were, another import finds all of them again.
  await computeModel(study, study.models[0]!, data);
  await score(study, data);
  expect(await runImport(earlier)).toMatchObject({ rows: SHOWN, there: SHOWN, added: 0, replaced: 0 });
});

test('images of the ladder are shown, rated and reported apart from the ideas', async () => {
  const { study, data, folder, readKeys, runImport } = await openRated();
  const path = join(folder, 'ladder.json');
  const write = (pixel: number) => writeRecord(path, makeLadderRecord(pixel));
  const page = () => makePage(study, data, { count: 5, seed: 1, ladder: path });
  await expect(page()).rejects.toThrow(`${path}: expected a file, got none; run make ladder`);
  await write(0);
  expect(await page()).toEqual({ ideas: 5, attacks: 2, checks: 10, flipped: 15 });
  const attacks = (await readKeys()).filter(({ kind }) => kind === 'attack');
  expect(attacks.map(({ model, digit }) => [model, digit])).toEqual([
    ['from noise against kde', 3],
    ['from noise against kde', 3],
  ]);
  const csv = join(folder, 'rated.csv');
  const rows = attacks.map(({ image }, at) => `a,${image},3,${100 * at},900,2020-01-31T12:00:00Z\n`);
  await writeFile(csv, HEADER + rows.join(''));
  const { summary } = await runImport(csv);
  expect(summary.attacks).toEqual([{ kind: 'from noise against kde', images: 2, people: 0.5, panel: 0.25 }]);
  const results = await gatherResults(study, data);
  await writeReport(study, results);
  expect(await readFile(study.folder.reportMarkdown, 'utf8')).toMatch(
    /from noise against kde *\| *2 *\| *0\.50 *\| *0\.25/,
  );

  // Another ladder has other images.
  await write(1);
  await page();
  const { problems } = await takeIn(study, data, [csv], () => undefined)
    .then(() => ({ problems: [] as string[] }))
    .catch((error: Error) => ({ problems: [error.message] }));
  expect(problems).toEqual([expect.stringContaining('at least one rating')]);
  await writeRecord(path, { ...makeLadderRecord(1), kinds: [] });
  await expect(page()).rejects.toThrow('expected images made to fool a judge, got none; run make ladder');
});

/** A ladder of two images made to fool the kde, blank but for one pixel. */
function makeLadderRecord(pixel: number): LadderRecord {
  const spread = { mean: 0.25, low: 0, high: 0.5 };
  const example = (at: number) => ({
    ...{ digit: 3, panel: 0.25 },
    pixels: Buffer.from(new Uint8Array(PIXELS).with(pixel, 255).with(783 - at, 255)).toString('base64'),
  });
  return {
    ...{ scoreVersion: 'kde-1', seed: 0, images: 500, judges: ['kde'], expectations: [], adjacent: [] },
    kinds: [
      {
        ...{ rung: 4, kind: 'from noise against kde', description: 'Made.', images: 2, attacked: 'kde' },
        ...{ fooled: 1, fooling: { images: 2, panel: 0.25, judges: {} }, panel: spread },
        ...{ judges: { kde: spread }, notDigit: { kde: 0.5 }, examples: [example(0), example(1)] },
      },
    ],
    psychometric: { panel: { points: [], halfPoint: null }, judges: {} },
  };
}

test('damaged ratings do not keep a report from being written', async () => {
  const { study, data, writeRatings, runImport } = await openRated();
  const gather = async () => {
    const { people, ratingsLeftOut } = await gatherResults(study, data);
    return { raters: people?.raters.length, leftOut: ratingsLeftOut };
  };
  expect(await gather()).toEqual({ raters: undefined, leftOut: undefined });
  await runImport(
    await writeRatings(
      'a',
      attentive(() => '1'),
    ),
  );
  expect(await gather()).toEqual({ raters: 1, leftOut: undefined });
  const path = study.folder.rating.ratings;
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await writeFile(path, [...lines, 'a,x', 'a'].join('\n'));
  // Whoever means it says so: by an import of the file, or by removing its digest.
  expect(await gather()).toEqual({
    raters: undefined,
    leftOut:
      `${path}: expected the file as it was written, got one that was changed or is damaged; ` +
      `take it in as it is with make rate-import CSV=${path}, or remove ratings.csv.sha256 to take it as it is`,
  });
  await rm(`${path}.sha256`);
  expect(await gather()).toEqual({
    raters: 1,
    leftOut: `2 lines, the first ${path}:${lines.length + 1}: expected 13 fields, got 2`,
  });
  await writeFile(path, 'not,ratings\n');
  const { raters, leftOut } = await gather();
  expect(raters).toBeUndefined();
  expect(leftOut).toContain("got 'not,ratings'");
});

test('a page needs ideas, and an import a page', async () => {
  const { study, data } = await openSmallStudy();
  await expect(makePage(study, data, { count: 12, seed: 0 })).rejects.toThrow(
    'expected ideas with their scores, got none',
  );
  await expect(takeIn(study, data, ['a.csv'], () => undefined)).rejects.toThrow('run make rate first');
});

test('an answer, a key or an image of the ladder that was changed since is not used', async () => {
  const { study, data, folder, keys, writeRatings, runImport } = await openRated();
  const ladder = join(folder, 'ladder.json');
  await writeRecord(ladder, makeLadderRecord(0));
  const withLadder = () => makePage(study, data, { count: 12, seed: 0, ladder });
  await withLadder();
  const csv = await writeRatings('a', (key) => String(key.digit ?? 'none'));
  await runImport(csv);
  const { key, attacks, ratings } = study.folder.rating;
  const change = async (path: string, had: RegExp, has: string) => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(had, has));
    expect(await readFile(path, 'utf8')).not.toBe(text);
    return () => writeFile(path, text);
  };
  const REFUSED = 'expected the file as it was written, got one that was changed or is damaged';

  // What a real digit shows decides whether a rater counts.
  const digit = keys.find(({ kind }) => kind === 'digit')!;
  const row = new RegExp(`^(${digit.image},digit,,)\\d`, 'm');
  const restoreKey = await change(key, row, `$1${(digit.digit! + 1) % 10}`);
  await expect(runImport(csv)).rejects.toThrow(`${key}: ${REFUSED}; restore it`);
  await expect(withLadder()).rejects.toThrow(`${key}: ${REFUSED}; restore it`);
  expect((await gatherResults(study, data)).ratingsLeftOut).toContain(`${key}: ${REFUSED}`);
  await restoreKey();

  const restoreAttacks = await change(attacks, /"panel": 0\.25/, '"panel": 0.35');
  await expect(runImport(csv)).rejects.toThrow(`${attacks}: ${REFUSED}; run make rate again`);
  await restoreAttacks();

  const restoreRatings = await change(ratings, /,none,100,/, ',1,100,');
  await expect(runImport(csv)).rejects.toThrow(
    `${ratings}: ${REFUSED}; take it in as it is with make rate-import`,
  );
  // A person who changed it on purpose says so.
  expect((await runImport(ratings)).rows).toBe(SHOWN);
  await restoreRatings();

  await change(ladder, /"panel": 0\.25/, '"panel": 0.35');
  await expect(withLadder()).rejects.toThrow(
    `${ladder}: expected a record as it was written, got one that is damaged`,
  );
});
