/** The script that each process of the pool runs. */
import workerpool from 'workerpool';
import { openStudy, type Study } from '../models/study.ts';
import { loadDataset, type StudyData } from '../models/studyDataset.ts';
import type { StudyConfig } from '../study/config.ts';
import type { Cell } from '../study/grid.ts';
import { type CellTimes, computeCell } from './computeModel.ts';

/** What a worker is sent: which study, and which of its cells. */
export interface WorkOrder {
  readonly config: StudyConfig;
  readonly artifacts: string;
}
export interface CellOrder extends WorkOrder {
  readonly cell: Cell;
}

/** What a worker emits after every epoch. */
export interface EpochEvent {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
}

let held: { readonly key: string; readonly study: Study; readonly data: StudyData } | undefined;

/** The study with its images, read once per process. */
async function open(order: WorkOrder): Promise<{ readonly study: Study; readonly data: StudyData }> {
  const key = JSON.stringify([order.artifacts, order.config]);
  if (held?.key !== key) {
    const study = await openStudy(order.config, order.artifacts);
    held = { key, study, data: await loadDataset(study) };
  }
  return held;
}

workerpool.worker({
  async computeCell(order: CellOrder): Promise<CellTimes> {
    const { study, data } = await open(order);
    return computeCell(study, order.cell, data, ({ epoch, trainLoss, testAccuracy }) => {
      workerpool.workerEmit({ epoch, trainLoss, testAccuracy } satisfies EpochEvent);
    });
  },
});
