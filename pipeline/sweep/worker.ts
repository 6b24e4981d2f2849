/** The script that each process of the pool runs. */
import workerpool from 'workerpool';
import { readWaitingPanel, type WaitingPanel, withPanel } from '../judging/frozenPanel.ts';
import { ensureJudgesCheck } from '../models/judgesCheck.ts';
import type { ModelTimes } from '../models/modelTimes.ts';
import { openStudy, type Study } from '../models/study.ts';
import { openKeys } from '../models/studyCache.ts';
import { loadDataset, type StudyData } from '../models/studyDataset.ts';
import { findUserError, reportFault } from '../store/faultReport.ts';
import type { StudyConfig } from '../study/config.ts';
import { ReportedError } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import type { JudgesCheck } from '../study/records.ts';
import { computeModel } from './computeModel.ts';
import { endWithParent } from './endWithParent.ts';
import { scoreModel } from './scoreModel.ts';

/** What a worker is sent: which study. */
export interface StudyOrder {
  readonly config: StudyConfig;
  readonly artifacts: string;
  /** Where the files of given models are, if not where the config says. */
  readonly carried?: string | undefined;
}

/** And which of its models. */
export interface ModelOrder extends StudyOrder {
  readonly model: Model;
}

/** What a process keeps from order to order: the study with its images, and its judges once they are open. */
interface Held {
  readonly key: string;
  readonly study: Study;
  readonly data: StudyData;
  readonly panel: WaitingPanel;
}

let held: Held | undefined;

/** The study with its images, read once per process. */
async function open({ config, artifacts, carried }: StudyOrder): Promise<Held> {
  const key = JSON.stringify([artifacts, config]);
  if (held?.key !== key) {
    const study = await openStudy(config, artifacts, carried);
    await openKeys(study);
    held = { key, study, data: await loadDataset(study), panel: await readWaitingPanel(study) };
  }
  return held;
}

endWithParent();
// When a terminal ends, the sweep says what that means for its workers: under nohup, nothing.
process.on('SIGHUP', () => undefined);
// A worker of a queue finishes its models after an interrupt, which a terminal sends to all of its processes.
if (process.env.DIGIT_IDEAS_OUTLIVES_INTERRUPTS) process.on('SIGINT', () => undefined);

workerpool.worker({
  /** Emits the record of every epoch. */
  computeModel: (order: ModelOrder): Promise<ModelTimes> =>
    answer(order, order.model.name, ({ study, data }) =>
      computeModel(study, order.model, data, (record) => workerpool.workerEmit(record)),
    ),
  scoreModel: (order: ModelOrder): Promise<void> =>
    answer(order, order.model.name, ({ study, data, panel }) => scoreModel(study, order.model, data, panel)),
  /** With a panel of its own, so that its memory is free while models are computed. */
  checkJudges: (order: StudyOrder): Promise<JudgesCheck> =>
    answer(order, 'the check of the judges', ({ study, data }) =>
      withPanel(study, (panel) => ensureJudgesCheck(study, data, panel)),
    ),
});

/** Does `work` for an order; `doing` names it where it fails. */
async function answer<Value>(
  order: StudyOrder,
  doing: string,
  work: (held: Held) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(await open(order));
  } catch (error) {
    throw toMessage(error, order, doing);
  }
}

/** What the process that started this one is told of an error: one line, which names the report of a fault of ours. */
function toMessage(error: unknown, { config, artifacts }: StudyOrder, doing: string): Error {
  const mendable = findUserError(error);
  if (mendable !== null) return mendable;
  const content = JSON.stringify(config, null, 2);
  const { line, path, text } = reportFault(error, {
    doing,
    artifacts,
    config: { from: config.name, content },
  });
  if (path === null) console.error(text);
  return new ReportedError(line);
}
