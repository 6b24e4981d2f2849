/** What `import ... from 'digit-ideas'` gives: docs/api.md shows it at work. */

export type { LabelledImages, LayerParameters, MlpParameters } from '../engine/engine.ts';
export type { InputScale } from '../engine/inputScale.ts';
export type { TrainedModel, TrainingData } from '../engine/train.ts';
export type { OwnModel } from '../models/ownModel.ts';
export type { PanelAnswers } from '../score/scoreTable.ts';
export type { Idea, Snapshot } from '../search/idea.ts';
export type { Dataset } from '../store/datasetFolder.ts';
export type { Settings } from '../study/axes.ts';
export type { DatasetConfig, EngineName, SearchConfig } from '../study/config.ts';
export { UserError } from '../study/errors.ts';
export type { EpochRecord } from '../study/records.ts';
export { readDataset } from './dataset.ts';
export { type Scores, type ScoringOptions, scoreImages } from './score.ts';
export { readModel, type SearchingOptions, searchIdeas } from './search.ts';
export { type ModelSettings, type TrainingOptions, train } from './train.ts';
export { writeModel } from './write.ts';
