/**
 * The comparison of searches (the article's claim C3): every search on the same model from the same starts, with the
 * energy held after so many evaluations and after so many seconds, and how alike the ideas are.
 */

import { DIGITS, PIXELS } from '../../math/images.ts';
import { mean } from '../../math/rows.ts';
import { SEARCH_REVISION } from '../../models/modelIdeas.ts';
import type { Idea, OnProgress, SearchTask } from '../../search/idea.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { search } from '../../search/search.ts';
import { drawStart } from '../../search/starts.ts';
import { sha256, writeFileAtomic, writeJson } from '../../store/files.ts';
import { METHOD_NAMES, type SearchConfig, searchSchema } from '../../study/config.ts';
import { isOfFirstSeed } from '../../study/grid.ts';
import { METHODS } from '../../study/searchMethods.ts';
import { defineExperiment } from '../defineExperiment.ts';
import { modelInputs, withModel } from '../experimentModel.ts';
import {
  type ComparisonRecord,
  type ComparisonTimes,
  comparisonRecord,
  type SearchTrace,
} from './comparisonRecord.ts';

/** Raised when the same inputs would give another comparison. */
const REVISION = 2;

/** The searches that are compared, each with its defaults; Monte Carlo as long as the article's. */
export const SEARCHES: Readonly<Record<string, SearchConfig>> = Object.fromEntries(
  METHOD_NAMES.flatMap((method) =>
    Object.entries(METHODS[method].compared).map(([name, own]) => [
      name,
      searchSchema.parse({ method, ...own }),
    ]),
  ),
);

/** Searches that open every session and compile every function before anything is timed. */
const WARM_UP = [
  searchSchema.parse({ method: 'coordinate', passes: 1 }),
  searchSchema.parse({ method: 'monte-carlo', proposals: 500 }),
  searchSchema.parse({ method: 'gradient', updates: 2 }),
] as const;

/** The experiment. */
export const COMPARISON = defineExperiment<ComparisonRecord, never>({
  name: 'comparison',
  covers: ({ config }, model) => isOfFirstSeed(config, model),
  countWork: ({ experiments }) => ({
    searches: Object.values(SEARCHES).map((config) => ({
      config,
      tasks: DIGITS.length * experiments.comparison.restarts,
    })),
    ...{ changed: 0, read: 0, averaged: 0, judged: 0 },
  }),
  schema: comparisonRecord,
  // It makes its own ideas.
  inputsOf(study, searched) {
    const { restarts } = study.config.experiments.comparison;
    return modelInputs(study, searched, {
      ...{ restarts, revision: REVISION, search_revision: SEARCH_REVISION },
      searches: sha256(JSON.stringify(SEARCHES)),
    });
  },
  async run(study, searched) {
    const folder = study.folder.model(searched.model.name).experiment('comparison');
    const { restarts } = study.config.experiments.comparison;
    const { record, times } = await withModel(study, searched, (loaded) => compare(loaded, restarts));
    await writeJson(folder.times, times);
    // Loaded only here: every command and every process of a sweep knows the experiments, few draw.
    const { drawTimes } = await import('./comparisonSection.ts');
    await writeFileAtomic(folder.timesChart, drawTimes(record, times));
    return { record };
  },
  scoring: null,
  report: async (records) => (await import('./comparisonSection.ts')).reportComparison(records),
});

/** Runs every one of `compared` for every digit from the article's starts. */
export async function compare(
  model: SearchableModel,
  restarts: number,
  compared = SEARCHES,
): Promise<{ record: ComparisonRecord; times: ComparisonTimes }> {
  const tasks: SearchTask[] = DIGITS.flatMap((digit) =>
    Array.from({ length: restarts }, (_, restart) => ({
      ...{ digit, restart },
      start: drawStart({ start: 'article', seed: 0 }, digit, restart),
    })),
  );
  const searches: SearchTrace[] = [];
  const images: Float32Array[][] = [];
  const times: Record<string, number[]> = {};
  for (const config of WARM_UP) await search(model, tasks.slice(0, 1), config);
  for (const [name, config] of Object.entries(compared)) {
    const recorder = openRecorder(tasks.length);
    const ideas = await search(model, tasks, config, recorder.onProgress);
    recorder.keepLast();
    searches.push({
      name,
      trace: recorder.trace,
      ideas: ideas.map(({ digit, restart, energy, evaluations, certified }) => ({
        ...{ digit, restart, energy, evaluations, certified },
      })),
      betweenRestarts: compareRestarts(ideas),
    });
    images.push(ideas.map(({ image }) => image));
    times[name] = recorder.seconds;
  }
  const agreement = images.map((rows) => images.map((columns) => meanEqualShare(rows, columns)));
  return { record: { searches, agreement }, times };
}

/** Keeps the mean energy at evaluations that grow by about a tenth from point to point, and the last. */
function openRecorder(tasks: number) {
  const start = performance.now();
  const trace: { evaluations: number; energy: number }[] = [];
  const seconds: number[] = [];
  let next = 0;
  let keepLast = () => {};
  const onProgress: OnProgress = (evaluations, energies) => {
    if (energies.some(Number.isNaN)) return;
    const each = evaluations / tasks;
    const elapsed = Math.round(performance.now() - start) / 1000;
    const keep = () => {
      trace.push({ evaluations: each, energy: energies.reduce((sum, energy) => sum + energy, 0) / tasks });
      seconds.push(elapsed);
      next = each * 1.1 + 10;
      keepLast = () => {};
    };
    keepLast = keep;
    if (each >= next) keep();
  };
  return { trace, seconds, onProgress, keepLast: () => keepLast() };
}

/** Mean share of equal pixels over the pairs of restarts of each digit. */
function compareRestarts(ideas: readonly Idea[]): number | null {
  const shares = ideas.flatMap((one, k) =>
    ideas
      .slice(k + 1)
      .filter((other) => other.digit === one.digit)
      .map((other) => equalShare(one.image, other.image)),
  );
  return shares.length === 0 ? null : mean(shares);
}

function meanEqualShare(some: readonly Float32Array[], others: readonly Float32Array[]): number {
  return mean(some.map((image, k) => equalShare(image, others[k]!)));
}

function equalShare(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, pixel) => sum + Number(value === other[pixel]), 0) / PIXELS;
}
