/** The script that each process of the pool runs. */
import workerpool from 'workerpool';
import type { ModelTimes } from '../models/modelTimes.ts';
import { openStudy, type Study } from '../models/study.ts';
import { loadDataset, type StudyData } from '../models/studyDataset.ts';
import { findUserError, reportFault } from '../store/faultReport.ts';
import type { StudyConfig } from '../study/config.ts';
import { ReportedError } from '../study/errors.ts';
import type { Model } from '../study/grid.ts';
import { computeModel } from './computeModel.ts';
import { endWithParent } from './endWithParent.ts';

/** What a worker is sent: which study, and which of its models. It emits the record of every epoch. */
export interface ModelOrder {
  readonly config: StudyConfig;
  readonly artifacts: string;
  readonly model: Model;
}

let held: { readonly key: string; readonly study: Study; readonly data: StudyData } | undefined;

/** The study with its images, read once per process. */
async function open(order: ModelOrder): Promise<{ readonly study: Study; readonly data: StudyData }> {
  const key = JSON.stringify([order.artifacts, order.config]);
  if (held?.key !== key) {
    const study = await openStudy(order.config, order.artifacts);
    held = { key, study, data: await loadDataset(study) };
  }
  return held;
}

endWithParent();
// When a terminal ends, the sweep says what that means for its workers: under nohup, nothing.
process.on('SIGHUP', () => undefined);

workerpool.worker({
  async computeModel(order: ModelOrder): Promise<ModelTimes> {
    try {
      const { study, data } = await open(order);
      return await computeModel(study, order.model, data, (record) => workerpool.workerEmit(record));
    } catch (error) {
      throw toMessage(error, order);
    }
  },
});

/** What the process that started this one is told of an error: one line, which names the report of a fault of ours. */
function toMessage(error: unknown, { config, artifacts, model }: ModelOrder): Error {
  const mendable = findUserError(error);
  if (mendable !== null) return mendable;
  const content = JSON.stringify(config, null, 2);
  const { line, path, text } = reportFault(error, {
    doing: model.name,
    artifacts,
    config: { from: config.name, content },
  });
  if (path === null) console.error(text);
  return new ReportedError(line);
}
