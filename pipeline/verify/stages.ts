/** To which stage of a study, and to which of its models, each of its files belongs. */

/** The stages in the order in which the data goes. */
export const STAGES = [
  'dataset',
  'training',
  'ideas',
  'scores',
  'experiments',
  'analysis',
  'report',
] as const;
export type StageName = (typeof STAGES)[number];

/** What stands for the study as a whole where a model is named otherwise. */
export const WHOLE_STUDY = 'study';

/** Where a file belongs. */
export interface Place {
  readonly stage: StageName;
  /** A model's name, or {@link WHOLE_STUDY}. */
  readonly model: string;
  /** The file below the model's folder, or below the study's. */
  readonly artifact: string;
}

/** The place of the file at `path`, relative to the study's folder; study.json is a part of the dataset: what a study begins with. */
export function placeArtifact(path: string): Place {
  const [top, model, ...below] = path.split('/');
  if (top === 'models' && below.length > 0) {
    const artifact = below.join('/');
    return { stage: stageOfModelFile(artifact), model: model!, artifact };
  }
  return { stage: stageOfStudyFile(path), model: WHOLE_STUDY, artifact: path };
}

/** The path of what is at a place, relative to the study's folder. */
export function pathOf({ model, artifact }: Pick<Place, 'model' | 'artifact'>): string {
  return model === WHOLE_STUDY ? artifact : `models/${model}/${artifact}`;
}

/** The artifact that stands for a file of a given model, which lies elsewhere: `path` from the folder of the one that was named. */
export function givenArtifact(path: string): string {
  return `${GIVEN}${path}`;
}

const GIVEN = 'given file ';

/** Whether an artifact stands for a file of a given model. */
export function isGivenArtifact(artifact: string): boolean {
  return artifact.startsWith(GIVEN);
}

function stageOfModelFile(artifact: string): StageName {
  if (artifact.startsWith('ideas/') || artifact.startsWith('checkpoints/ideas.')) return 'ideas';
  if (artifact === 'scores.json' || artifact === 'checkpoints/scores.json') return 'scores';
  return artifact.includes('/') && !artifact.startsWith('checkpoints/') ? 'experiments' : 'training';
}

function stageOfStudyFile(path: string): StageName {
  if (path === 'study.json' || path.startsWith('dataset/')) return 'dataset';
  if (path === 'judges-check.json') return 'scores';
  if (path === 'transfer.json') return 'experiments';
  return path.startsWith('report/') ? 'report' : 'analysis';
}
