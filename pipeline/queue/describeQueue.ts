/** What a queue has to say of a study: its jobs, who computes them, and why some are not computed. */
import type { Study } from '../models/study.ts';
import { listAllModels } from '../models/study.ts';
import type { StudyData } from '../models/studyDataset.ts';
import { formatQuantity } from '../page/wording.ts';
import { epochRecord } from '../study/records.ts';
import type { QueueAddress } from './address.ts';
import { Board } from './board.ts';
import { decodeFailure } from './jobs.ts';
import { modelHash } from './modelHash.ts';
import { QueueJobs, type SeenJob } from './queueJobs.ts';
import { asQueueError, openRedis } from './redis.ts';
import { queueNameOf, requireOf } from './requirements.ts';
import { sharedOf } from './studyBundle.ts';

/**
 * Lines for people; `isStrict`: of the queue for processors with the features of this one. Throws a UserError where Redis does not
 * answer.
 */
export async function describeQueue(
  study: Study,
  data: StudyData,
  address: QueueAddress,
  isStrict: boolean,
): Promise<string[]> {
  const redis = await openRedis(address, (line) => console.error(line));
  const wanted = await requireOf(study, isStrict);
  const shared = await sharedOf(study, data, wanted);
  const own = new Map(listAllModels(study).map((model) => [modelHash(shared, model), model]));
  const jobs = new QueueJobs(address, redis, queueNameOf(wanted));
  try {
    const board = new Board(redis);
    const processes = await board.countProcesses(wanted);
    const refusals = await board.listRefusals(wanted);
    const { waiting, active, failed } = await jobs.look();
    const describeJob = ({ hash, model, progress }: SeenJob): string => {
      const ofOther = own.has(hash) ? '' : ', of another study';
      const record = epochRecord.safeParse(progress);
      const epochs = own.get(hash)?.settings.epochs;
      const epoch = record.success ? `, epoch ${record.data.epoch}${epochs ? ` of ${epochs}` : ''}` : '';
      return `${model}: being computed by a worker${epoch}${ofOther}`;
    };
    return [
      ...active.map(describeJob),
      ...failed
        .filter(({ hash }) => own.has(hash))
        .map(({ model, reason }) => `${model}: failed on the queue: ${decodeFailure(reason).line}`),
      ...refusals.map((refusal) => `refused by a worker: ${refusal}`),
      `${address.name}: ${formatQuantity(waiting, 'job')} waiting, ${active.length} being computed, ${failed.length} failed; ${describeProcesses(processes)}`,
    ];
  } catch (error) {
    throw asQueueError(error, address.name);
  } finally {
    await jobs.close();
    redis.disconnect();
  }
}

function describeProcesses(count: number): string {
  if (count === 0) return 'no worker for this study';
  return count === 1 ? '1 process of workers' : `${count} processes of workers`;
}
