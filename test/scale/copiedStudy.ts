/**
 * Studies of very many finished models, for tests and measurements of what a study costs beside computing: twenty tiny models are
 * really computed, and each model of a larger grid is a copy of the one of its hidden size. Under its own name and seed a copy
 * has the parameters and ideas of that one, and for each digit the score of some one of the twenty. Sweeps, tables and reports
 * take such models for finished; what the tables say of them means nothing.
 */
import { linkSync, mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';
import { keepConfig } from '../../pipeline/models/claimStudy.ts';
import { openStudy, type Study } from '../../pipeline/models/study.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { digestRecord, openRecord, writeRecord } from '../../pipeline/store/recordFile.ts';
import { keyPathOf } from '../../pipeline/store/results.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import type { Model } from '../../pipeline/study/grid.ts';
import { type ScoreRecord, scoreRecord } from '../../pipeline/study/records.ts';

const HIDDEN = Array.from({ length: 10 }, (_, at) => at + 3);
const BATCH = Array.from({ length: 10 }, (_, at) => 10 * (at + 1));

/** Seeds of a cell, where a study has as many models: larger studies have more cells, by learning rate, not more seeds. */
const SEEDS = 50;

const FIRST_LEARNING_RATE = 0.001;
/** Cells of a hidden and a batch size at most. */
const MOST_LEARNING_RATES = 100;

/** The most models of a study: 25,000 copies have the files of one computed model, and file systems allow some 65,000 names of a file. */
const LARGEST_MODELS = HIDDEN.length * BATCH.length * MOST_LEARNING_RATES * SEEDS;

/** What may differ between studies. */
interface Extent {
  readonly batch: readonly number[];
  readonly learningRates: number;
  readonly seeds: number;
}

/** What is the same in all studies; `source` as in a config. */
function settle(source: string, name: string, { batch, learningRates, seeds }: Extent) {
  const learningRate = Array.from({ length: learningRates }, (_, at) => (at + 1) * FIRST_LEARNING_RATE);
  return parseStudyConfig(
    {
      name,
      dataset: { source, train: 200, test: 50, cut: 'first' },
      grid: {
        ...{ hidden: HIDDEN, batch, seeds: Array.from({ length: seeds }, (_, seed) => seed) },
        ...(learningRates > 1 ? { learningRate } : {}),
      },
      training: { epochs: 2, ...(learningRates === 1 ? { learningRate: FIRST_LEARNING_RATE } : {}) },
      search: { passes: 1 },
    },
    name,
  );
}

/** The study whose models are computed. */
export function openComputed(artifacts: string, source: string): Promise<Study> {
  return openStudy(settle(source, 'computed', { batch: [50], learningRates: 1, seeds: 2 }), artifacts);
}

/**
 * A study of at least `models` copies: of {@link HIDDEN} and {@link BATCH}, and of as many learning rates as it takes with
 * {@link SEEDS} seeds of each cell. Nothing is there of it until it is copied.
 *
 * @throws {RangeError} if `models` is more than {@link LARGEST_MODELS}.
 */
export function openCopied(artifacts: string, source: string, models: number): Promise<Study> {
  if (models > LARGEST_MODELS)
    throw new RangeError(`expected at most ${LARGEST_MODELS} models, got ${models}`);
  const cells = HIDDEN.length * BATCH.length;
  const learningRates = Math.ceil(models / (cells * SEEDS));
  const seeds = Math.ceil(models / (cells * learningRates));
  const name = `copied-${cells * learningRates * seeds}`;
  return openStudy(settle(source, name, { batch: BATCH, learningRates, seeds }), artifacts);
}

/** Makes every model of `to`, and what a study has beside its models, from those of `from`, which are finished. */
export async function copyStudy(from: Study, to: Study): Promise<void> {
  await keepConfig(to);
  await cp(from.folder.dataset, to.folder.dataset, { recursive: true });
  for (const path of [from.folder.judgesCheck, keyPathOf(from.folder.judgesCheck)])
    await cp(path, join(to.folder.root, basename(path)));
  const templates = await Promise.all(from.models.map((model) => readTemplate(from, model)));
  const pool = templates.flatMap(({ scores }) => scores);
  for (const model of to.models) {
    const own = templates.filter(({ model: { settings } }) => settings.hidden === model.settings.hidden);
    await copyModel(own[model.seed % own.length]!, to, model, pool);
  }
}

const result = z.looseObject({ inputs: z.record(z.string(), z.union([z.string(), z.number()])) });
const scored = z.looseObject({ content: z.object({ scores: z.array(scoreRecord) }) });

/** What of a model is read once for all of its copies. */
interface Template {
  readonly model: Model;
  readonly root: string;
  /** Those that its copies have as they are, by path below its folder. */
  readonly files: readonly string[];
  readonly training: z.output<typeof result>;
  readonly scored: z.output<typeof scored>;
  readonly scores: readonly ScoreRecord[];
  readonly keys: Readonly<Record<'training' | 'scores', Readonly<Record<string, unknown>>>>;
}

async function readTemplate({ folder }: Study, model: Model): Promise<Template> {
  const { root, training, scores } = folder.model(model.name);
  const fields = async (path: string) => (await openRecord(path)).fields;
  const scoring = scored.parse(await fields(scores));
  return {
    ...{ model, root },
    files: (await listFiles(root)).filter((path) => !/^(training|scores)(\.key)?\.json$/.test(path)),
    training: result.parse(await fields(training)),
    scored: scoring,
    scores: scoring.content.scores,
    keys: { training: await fields(keyPathOf(training)), scores: await fields(keyPathOf(scores)) },
  };
}

async function copyModel(
  template: Template,
  { folder }: Study,
  model: Model,
  pool: readonly ScoreRecord[],
): Promise<void> {
  const { root, training, scores } = folder.model(model.name);
  mkdirSync(join(root, 'ideas'), { recursive: true });
  for (const path of template.files) linkSync(join(template.root, path), join(root, path));
  const { batch, learningRate } = model.settings;
  const inputs = { ...template.training.inputs, batch, learningRate, seed: model.seed };
  const settings = { ...model.settings };
  await writeCopy(training, { ...template.training, inputs }, { ...template.keys.training, settings });
  const stream = openStream(0, `copied/${model.name}`);
  const drawn = template.scores.map(({ digit, restart }) => {
    const alike = pool.filter((one) => one.digit === digit && one.restart === restart);
    return alike[drawBelow(stream, alike.length)]!;
  });
  await writeCopy(scores, { ...template.scored, content: { scores: drawn } }, template.keys.scores);
}

/** Writes a record and the key that belongs to it, as a stage does. */
async function writeCopy(path: string, fields: object, key: object): Promise<void> {
  await writeRecord(keyPathOf(path), { ...key, record: digestRecord(fields) });
  await writeRecord(path, fields);
}
