/** Which classes a study's images lack, or hardly have: of all its images, and of the few that some models see. */
import { chooseRows } from '../engine/trainingData.ts';
import { type ClassGap, findClassGap } from '../study/classCounts.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';

/**
 * The gaps in the training, validation and test images; and, for each number of training images and seed, in those that
 * models with them see, as far as these are not gaps of all training images.
 */
export function findClassGaps(
  { models }: Pick<Study, 'models'>,
  { train, validation, test }: Pick<StudyData, 'train' | 'validation' | 'test'>,
): ClassGap[] {
  const ofAll = findClassGap('training', train.labels);
  const parts = [
    ofAll,
    validation && findClassGap('validation', validation.labels),
    findClassGap('test', test.labels),
  ];
  const known = new Set([...(ofAll?.missing ?? []), ...(ofAll?.rare ?? []).map(({ label }) => label)]);
  const ofSome = new Map<string, ClassGap | null>();
  for (const { settings, seed } of models) {
    const count = settings.trainImages;
    const seeing = `trainImages ${count} and seed ${seed}`;
    if (count === null || ofSome.has(seeing)) continue;
    const labels = chooseRows(train.labels.length, count, seed).map((row) => train.labels[row]!);
    const gap = leaveNew(findClassGap('training', labels), known);
    ofSome.set(seeing, gap && { ...gap, models: seeing });
  }
  return [...parts, ...ofSome.values()].filter((gap) => gap !== null);
}

function leaveNew(gap: ClassGap | null, known: ReadonlySet<number>): ClassGap | null {
  if (gap === null) return null;
  const missing = gap.missing.filter((label) => !known.has(label));
  const rare = gap.rare.filter(({ label }) => !known.has(label));
  return missing.length + rare.length === 0 ? null : { ...gap, missing, rare };
}
