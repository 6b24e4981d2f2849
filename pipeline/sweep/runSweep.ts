/** The sweep: all steps over all models, as far as they are not done yet. */
import { basename } from 'node:path';
import { type FrozenPanel, readFrozenPanel } from '../judging/frozenPanel.ts';
import {
  assertSameConfig,
  describeRefusal,
  describeWork,
  findFreeFolder,
  hasModels,
  keepConfig,
} from '../models/claimStudy.ts';
import { findClassGaps } from '../models/classGaps.ts';
import { readFailure } from '../models/failures.ts';
import { findJudgesCheck } from '../models/judgesCheck.ts';
import type { SearchedModel } from '../models/modelState.ts';
import { remarkOnStart } from '../models/searchStarts.ts';
import { countSharedImages } from '../models/sharedImages.ts';
import { listAllModels, type Study } from '../models/study.ts';
import { ensureDataset, type StudyData, viewDataset } from '../models/studyDataset.ts';
import { formatQuantity, listDatasetNotes } from '../page/wording.ts';
import { warnOfCheck } from '../report/describeCheck.ts';
import { countPublishingWork } from '../report/publishingWork.ts';
import { exists } from '../store/files.ts';
import { INTERRUPT_CODES } from '../store/interrupts.ts';
import { noteSource } from '../store/machine.ts';
import { openStudyFolder } from '../store/studyFolder.ts';
import { isGivenModel } from '../study/givenModels.ts';
import type { ModelNeed } from './computeModel.ts';
import { computeModels, type Outcome } from './computeModels.ts';
import { describeDamage, dropDamagedTimes } from './damage.ts';
import { findFasterEngine } from './fasterEngine.ts';
import { findNeeds, type Plan, planStudy, predictSweepSeconds } from './plan.ts';
import { aboutSeconds } from './progress.ts';
import { describeRenewals, digestOutdated } from './renewals.ts';
import { selectBy } from './selection.ts';
import { listUnfinished, reportUnfinished, type UnfinishedModel } from './unfinished.ts';

/** Who computes the planned models: processes of this one unless another is given, with the same bytes in the same places. */
export interface Computer {
  /** How many processes compute now, as far as that is known; at least 1. */
  readonly workers: number;
  /** What takes a moment before models are computed: done before the sweep says that it begins, from when on it hears of interrupts. */
  prepare?(study: Study, plan: Plan): Promise<void>;
  compute(study: Study, data: StudyData, plan: Plan): Promise<Outcome>;
}

/** A pool of processes on this machine. */
export function openLocalComputer(workers: number): Computer {
  return {
    workers,
    async prepare({ engine }, plan) {
      // Here, and not first in every process, each of which would say for every model that it does not load.
      if (plan.models.length > 0) await engine.load();
    },
    compute: (study, _, plan) => computeModels(study, plan, workers),
  };
}

/** Computes what is missing, of the models that `only` names, and publishes what there is; returns the exit code. */
export async function runSweep(
  study: Study,
  computer: Computer | number,
  only: readonly string[] = [],
): Promise<number> {
  const asked = selectBy(only, study);
  const { workers, prepare, compute } = typeof computer === 'number' ? openLocalComputer(computer) : computer;
  void noteSource();
  // Before hours of work for it, not after: throws where a judge is missing or damaged.
  const panel = await readFrozenPanel(study.config.judging.judges);
  const { data, isNew, fault } = await ensureDataset(study);
  await keepConfig(study);
  const remark = await remarkOnStart(study.config.search);
  if (remark !== null) console.error(remark);
  if (fault !== null) console.log(`dataset prepared again: ${fault}`);
  for (const line of [...(await describeDamage(study)), ...(await dropDamagedTimes(study))])
    console.log(line);
  const { train, validation, test } = data.record.counts;
  const validated = validation > 0 ? `${validation} validation, ` : '';
  console.log(`dataset ${isNew ? 'prepared' : 'found'}: ${train} training, ${validated}${test} test images`);
  const notes = listDatasetNotes(data.record, findClassGaps(study, data), countSharedImages(data));
  for (const note of notes) console.log(note);
  await warnOfUnreadable(study, data, panel);
  const plan = await planStudy(study, data, asked);
  const outdated = await digestOutdated(plan);
  await prepare?.(study, plan);
  for (const line of [...listReasons(plan), ...(await describePlan(study, data, plan, workers))])
    console.log(line);
  const outcome = await compute(study, data, plan);
  for (const line of await describeRenewals(outdated)) console.log(line);
  if (outcome.interruptedBy) {
    reportInterrupt(study, plan, outcome);
    return INTERRUPT_CODES[outcome.interruptedBy];
  }
  // Loaded only here: charts and statistics take longer to load than a status or a refusal takes to say.
  const { publish } = await import('../report/publish.ts');
  const published = await publish(study, data);
  for (const { training } of published.searched) {
    for (const remark of training.content.given?.remarks ?? [])
      console.error(`${training.content.given!.file}: ${remark}`);
  }
  const unfinished = await listUnfinished(study, data, published);
  const tried = new Set(plan.models.map(({ model }) => model.name));
  return reportOutcome(
    outcome,
    plan.left === 0 ? unfinished : unfinished.filter(({ model }) => tried.has(model)),
  );
}

/** Warns where a check has shown that the judges cannot read the study's images. One that is due, a worker does first. */
async function warnOfUnreadable(
  study: Study,
  data: StudyData,
  { version }: Pick<FrozenPanel, 'version'>,
): Promise<void> {
  const { result } = await findJudgesCheck(study, data, version);
  const warning = result && warnOfCheck(result.content, study.config.dataset);
  if (warning !== null) console.error(warning);
}

const WORK = { train: 'train and search', ideas: 'search', experiments: 'experiments' } as const;

/** The work that a model needs next, in words. */
function nameWork({ model, step }: Pick<ModelNeed, 'model' | 'step'>): string {
  return step === 'train' && isGivenModel(model) ? 'take in and search' : WORK[step];
}

/**
 * Prints what a sweep would do, without doing it; `isFresh`: of a study that begins again. Throws a UserError where the sweep
 * would, because the study was made with another config.
 */
export async function previewSweep(
  given: Study,
  workers: number,
  { isFresh = false, only = [] }: { readonly isFresh?: boolean; readonly only?: readonly string[] } = {},
): Promise<void> {
  const asked = selectBy(only, given);
  await printWork(given);
  const study = isFresh ? await openAsNew(given) : given;
  if (await hasModels(study)) await assertSameConfig(study);
  const data = await viewDataset(study);
  const plan = await planStudy(study, data, asked);
  for (const { model, step, reason, isFirstTime, seconds } of plan.models) {
    const work = `${nameWork({ model, step })}${isFirstTime ? '' : ' again'}`;
    console.log(`${model.name}: ${work}: ${reason} (${aboutSeconds(seconds)})`);
  }
  for (const line of await describePlan(study, data, plan, workers)) console.log(line);
}

/** The study as it would be with nothing there. */
async function openAsNew(study: Study): Promise<Study> {
  const { root } = study.folder;
  const free = await findFreeFolder(study);
  if (await exists(root)) console.log(`what is in ${root} would be kept in ${free}`);
  return { ...study, folder: openStudyFolder(study.artifacts, basename(free)) };
}

/** Prints which command works on the study, if any. */
async function printWork(study: Study): Promise<void> {
  const work = await describeWork(study);
  if (work !== null) console.log(`running here: ${work}`);
}

/** Prints what is done and what is not, of the models that `only` names. */
export async function printStatus(study: Study, only: readonly string[] = []): Promise<void> {
  const asked = selectBy(only, study);
  await printWork(study);
  const data = await viewDataset(study);
  const finished: SearchedModel[] = [];
  for await (const { state, need } of findNeeds(study, data)) {
    if (need === null && state.missing === null) finished.push(state);
    const isShown = need === null ? only.length === 0 : await asked.includes(need);
    if (isShown) console.log(`${state.model.name}: ${await describeNeed(study, need)}`);
  }
  console.log(`${finished.length} of ${listAllModels(study).length} models finished in ${study.folder.root}`);
  const unpublished = await describeUnpublished(study, data, finished);
  if (unpublished !== null) console.log(unpublished);
  const refusal = await describeRefusal(study);
  if (refusal !== null) console.log(refusal);
}

/** What is still to be made of models that are finished: their scores, or the report; null where both are there. */
async function describeUnpublished(
  study: Study,
  data: StudyData,
  finished: readonly SearchedModel[],
): Promise<string | null> {
  if (finished.length === 0) return null;
  const { unscored } = await countPublishingWork(study, data, [], finished);
  if (unscored.length > 0) return `${unscored.length} of these not scored yet: make sweep scores them`;
  return (await exists(study.folder.reportHtml)) ? null : 'no report yet: make report writes it';
}

async function describeNeed(study: Study, need: ModelNeed | null): Promise<string> {
  if (need === null) return 'finished';
  const failure = await readFailure(study, need.model);
  const failed = failure === null ? '' : ` (failed when last tried: ${failure})`;
  return `${nameWork(need)}: ${need.reason}${failed}`;
}

/** Why models that were computed before are computed again. */
function listReasons({ models }: Plan): string[] {
  const again = models.filter(({ isFirstTime }) => !isFirstTime);
  return again.map(
    ({ model, step, reason }) =>
      `${model.name}: ${step === 'train' && isGivenModel(model) ? 'to be taken in' : `${step} again`}: ${reason}`,
  );
}

async function describePlan(study: Study, data: StudyData, plan: Plan, workers: number): Promise<string[]> {
  const about = aboutSeconds(predictSweepSeconds(plan, workers));
  const others =
    plan.left === 0 ? [] : [`${formatQuantity(plan.left, 'model')} not finished and not asked for`];
  if (plan.models.length === 0 && plan.left > 0)
    return [...others, 'nothing of what is asked for is to be computed'];
  if (plan.models.length === 0) {
    const rest = plan.isPublishingDue ? `; to score and publish: ${about}` : '; nothing to compute';
    return [`all ${plan.finished} models are finished${rest}`];
  }
  const had = plan.finished > 0 ? `, ${plan.finished} finished before` : '';
  const processes = workers === 1 ? '1 process' : `${workers} processes`;
  const faster = await findFasterEngine(study, data, { plan, workers });
  return [
    ...others,
    `${formatQuantity(plan.models.length, 'model')} to compute${had}: ${about} on ${processes}`,
    ...(faster === null
      ? []
      : [
          `ENGINE=${faster.engine} would take ${aboutSeconds(faster.seconds)} instead of ${about}: ${faster.reason}`,
        ]),
  ];
}

function reportInterrupt(study: Study, plan: Plan, outcome: Outcome): void {
  const finished = plan.finished + outcome.finished;
  console.error(
    `interrupted: ${finished} of ${listAllModels(study).length} models are finished and kept; run the same command to go on`,
  );
}

/** The exit code: 0 where every model is finished. */
function reportOutcome(outcome: Outcome, unfinished: readonly UnfinishedModel[]): number {
  if (outcome.failed === 0) return reportUnfinished(unfinished);
  console.error(
    `${formatQuantity(outcome.failed, 'model')} failed, for the reasons above; the report has all the others`,
  );
  return outcome.hasFault ? 1 : 2;
}
