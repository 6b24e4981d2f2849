/** The content hash of a model: the id of its job, and the key of its files in the store. */
import { listWantedExperiments } from '../experiments/listExperiments.ts';
import type { Study } from '../models/study.ts';
import { sha256 } from '../store/files.ts';
import type { StudyConfig } from '../study/config.ts';
import { isGivenModel } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import { listMarks } from '../study/schedule.ts';
import { partsOf } from '../study/sideModels.ts';
import type { Requirements } from './requirements.ts';

/** What all models of a study share, beside their settings. */
export interface SharedInputs {
  readonly study: Study;
  /** SHA-256 that stands for the images. */
  readonly dataset: string;
  /** Number of training images. */
  readonly images: number;
  /** Digest of the lock of the analysis under which models are trained; null without one. */
  readonly analysisLock: string | null;
  /** Of given models, by name, what is in their files; null for those that cannot be read. */
  readonly given: Readonly<Record<string, string | null>>;
  readonly requirements: Requirements;
}

/** Keys of a config that say which models there are, or what is made of them; what of them concerns one model is told of it. */
const OF_OTHERS: readonly (keyof StudyConfig)[] = [
  ...([
    'name',
    'description',
    'dataset',
    'grid',
    'models',
    'training',
    'arms',
    'controls',
    'doses',
    'analysis',
  ] as const),
];

/** The hash, 64 hexadecimal digits: the same in every study that asks for the same files, and another in any other. */
export function modelHash(shared: SharedInputs, model: Model): string {
  const { study, dataset, analysisLock, requirements } = shared;
  const asked = Object.fromEntries(
    Object.entries(study.config).filter(([key]) => !OF_OTHERS.includes(key as keyof StudyConfig)),
  );
  const { name, settings, seed } = model;
  return sha256(
    JSON.stringify({
      ...{ model: { name, settings, seed, ...describeOwn(shared, model) } },
      ...{ asked, dataset, analysisLock, requirements },
    }),
  );
}

/** What the rest of the study makes of a model: at which updates it is looked at, what is tried on it, and what it is for. */
function describeOwn({ study, images, given }: SharedInputs, model: Model) {
  if (isGivenModel(model)) return { given: model.given, files: given[model.name] ?? null };
  return {
    marks: listMarks(study.config, model.settings, images),
    experiments: listWantedExperiments(study, model).map(({ name }) => name),
    parts: partsOf(model),
  };
}
