/** Where a model of a study comes from: the study trains it, or it was trained elsewhere and is taken in. What follows is the same. */

import type { Lookup } from '../store/results.ts';
import { isGivenModel } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import type { EpochRecord } from '../study/records.ts';
import { findGiven, takeIn } from './givenModel.ts';
import type { Study } from './study.ts';
import type { StudyData } from './studyDataset.ts';
import { computeTraining, findTraining, type TrainingContent, type TrainingResult } from './trainedModel.ts';

/** What there is of the model itself, or why it has to be obtained. */
export function findModel(
  study: Study,
  model: Model,
  datasetIdentity: string,
): Promise<Lookup<TrainingContent>> {
  return isGivenModel(model)
    ? findGiven(study, model, datasetIdentity)
    : findTraining(study, model, datasetIdentity);
}

/** Trains the model, or takes it in, and writes training.json with the model beside it. */
export function obtainModel(
  study: Study,
  model: Model,
  data: StudyData,
  onEpoch?: (record: EpochRecord) => void,
): Promise<TrainingResult> {
  return isGivenModel(model) ? takeIn(study, model, data) : computeTraining(study, model, data, onEpoch);
}
