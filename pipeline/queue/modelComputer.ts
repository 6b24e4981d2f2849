/** Computes single models for jobs: the study comes from the store, the model is computed in a child process, and goes to the store. */
import { join } from 'node:path';
import type { ModelTimes } from '../models/modelTimes.ts';
import { listAllModels } from '../models/study.ts';
import { removeFolder } from '../store/files.ts';
import { type ObjectStore, objectKeyOf } from '../store/objects/objectStore.ts';
import { expected } from '../study/errors.ts';
import type { EpochRecord } from '../study/records.ts';
import type { Pool } from '../sweep/pool.ts';
import type { JobData } from './jobs.ts';
import { fetchModel, sendModel } from './modelBundle.ts';
import { modelHash } from './modelHash.ts';
import { queueNameOf } from './requirements.ts';
import { type ReceivedStudy, receiveStudy } from './studyBundle.ts';

/** A job as the queue gives it. */
export interface AskedModel {
  readonly data: JobData;
  /** The content hash in its id. */
  readonly hash: string;
  /** The queue that it came from. */
  readonly queue: string;
  readonly signal: AbortSignal;
  onEpoch(record: EpochRecord): void;
}

/** What became of a job: its model is new in the store, it was there, or the store does not have the study. */
export type ModelOutcome = 'published' | 'there before' | 'no study';

/** Computes models, each of them once at a time. */
export class ModelComputer {
  readonly #pool: Pool;
  readonly #store: ObjectStore;
  readonly #scratch: string;
  readonly #studies = new Map<string, Promise<ReceivedStudy | null>>();
  /** A job that was taken for lost may come again while its model is still being computed here. */
  readonly #running = new Map<string, Promise<ModelOutcome>>();

  constructor(pool: Pool, store: ObjectStore, scratch: string) {
    this.#pool = pool;
    this.#store = store;
    this.#scratch = scratch;
  }

  /** Computes a model that the store does not have. */
  async compute(asked: AskedModel): Promise<ModelOutcome> {
    const running = this.#running.get(asked.hash);
    if (running !== undefined) {
      return running.then((outcome) => (outcome === 'published' ? 'there before' : outcome));
    }
    const computed = this.#compute(asked).finally(() => this.#running.delete(asked.hash));
    this.#running.set(asked.hash, computed);
    return computed;
  }

  /** Why the jobs of the study `hash` cannot be done here: the store does not have it; null where it has. */
  async findWhyLacking(hash: string): Promise<string | null> {
    const key = objectKeyOf('studies', hash);
    if (await this.#store.has(key)) return null;
    const next = 'give the worker the STORE of the sweep';
    return expected(`${this.#store.name}/${key}`, 'the study of a job', 'none', next).message;
  }

  async #compute({ data, hash, queue, signal, onEpoch }: AskedModel): Promise<ModelOutcome> {
    const received = await this.#receive(data.study);
    if (received === null) return 'no study';
    const { study, shared } = received;
    const model = listAllModels(study).find(({ name }) => name === data.model);
    if (model === undefined) {
      throw expected(
        'job',
        `a model of the study ${data.study}`,
        `'${data.model}'`,
        'it was added by something else',
      );
    }
    if (modelHash(shared, model) !== hash || queueNameOf(shared.requirements) !== queue) {
      throw expected('job', 'the id of its model', 'that of another', 'it was added by something else');
    }
    if ((await fetchModel(hash, this.#store, (line) => console.error(line))) !== null) return 'there before';
    const order = { config: study.config, artifacts: study.artifacts, carried: study.carried, model };
    const { root } = study.folder.model(model.name);
    try {
      await this.#pool.run<ModelTimes>(
        'computeModel',
        order,
        (record) => onEpoch(record as EpochRecord),
        signal,
      );
      await this.#pool.run<void>('scoreModel', order, () => undefined, signal);
      return (await sendModel(study, model, hash, this.#store)) ? 'published' : 'there before';
    } finally {
      await removeFolder(root);
    }
  }

  #receive(hash: string): Promise<ReceivedStudy | null> {
    const known = this.#studies.get(hash);
    if (known !== undefined) return known;
    const received = receiveStudy(this.#store, hash, join(this.#scratch, hash));
    this.#studies.set(hash, received);
    const forget = () => this.#studies.delete(hash);
    received.then((study) => study === null && forget(), forget);
    return received;
  }
}
