/**
 * The stages whose results are kept under a cache key, and the code of each: the functions that decide its bytes, as files
 * below pipeline/ and the names that they export. What these reach by their imports counts with them (stageCode.ts).
 */
import type { EngineName, StudyConfig } from '../study/config.ts';

/** The experiments by their keys in a config; a film is none, for it has no record. */
type ExperimentName = Exclude<keyof StudyConfig['experiments'], 'film'>;

/** A file below pipeline/, and names that it exports. */
export type Source = readonly [file: string, ...names: string[]];

/** A part of an engine: what trains, what reads and searches models, what the judges read with. */
export type EnginePart = 'trainer' | 'model' | 'judges';

/** The code of a stage. */
export interface StageSources {
  readonly sources: readonly Source[];
  readonly engine: readonly EnginePart[];
}

/** Experiments whose images the judges score. */
export type ScoredExperiment = Exclude<ExperimentName, 'comparison' | 'transfer'>;

/** The name of a stage: a result's own, not its file's. */
export type StageName =
  | 'training'
  | 'ideas'
  | 'checkpoint ideas'
  | 'scores'
  | 'checkpoint scores'
  | 'check of the judges'
  | ExperimentName
  | `scores of ${ScoredExperiment}`;

const PANEL: Source = ['judging/frozenPanel.ts', 'openFrozenPanel'];

function experiment(file: string, name: string): StageSources {
  return { sources: [[`experiments/${file}`, name]], engine: ['model'] };
}

function scoring(file: string, name: string): StageSources {
  return { sources: [[`experiments/${file}`, name], PANEL], engine: ['judges'] };
}

/** Every stage's name, in the order in which they are done. */
export const listStages = () => Object.keys(STAGES) as StageName[];

/** The code of every stage. */
export const STAGES: Readonly<Record<StageName, StageSources>> = {
  training: { sources: [['models/trainedModel.ts', 'computeTraining']], engine: ['trainer', 'model'] },
  ideas: { sources: [['models/modelIdeas.ts', 'computeIdeas']], engine: ['model'] },
  'checkpoint ideas': {
    sources: [['models/checkpointIdeas.ts', 'computeCheckpointIdeas']],
    engine: ['model'],
  },
  scores: { sources: [['models/ideaScores.ts', 'computeScores'], PANEL], engine: ['judges'] },
  'checkpoint scores': {
    sources: [['models/checkpointScores.ts', 'computeCheckpointScores'], PANEL],
    engine: ['judges'],
  },
  'check of the judges': { sources: [['judging/judgesCheck.ts', 'checkJudges'], PANEL], engine: ['judges'] },
  comparison: experiment('comparison/comparison.ts', 'COMPARISON'),
  hints: experiment('hints/hints.ts', 'HINTS'),
  counterfeits: experiment('counterfeits/counterfeits.ts', 'COUNTERFEITS'),
  transfer: experiment('transfer/transfer.ts', 'TRANSFER'),
  optimum: experiment('optimum/optimum.ts', 'OPTIMUM'),
  legibility: experiment('legibility/legibility.ts', 'LEGIBILITY'),
  baselines: experiment('baselines/baselines.ts', 'BASELINES'),
  'scores of hints': scoring('hints/hintScores.ts', 'HINT_SCORING'),
  'scores of counterfeits': scoring('counterfeits/counterfeitScores.ts', 'COUNTERFEIT_SCORING'),
  'scores of optimum': scoring('optimum/optimumScores.ts', 'OPTIMUM_SCORING'),
  // Its judges search, and ask the model at each step.
  'scores of legibility': {
    ...scoring('legibility/legibilityScores.ts', 'LEGIBILITY_SCORING'),
    engine: ['judges', 'model'],
  },
  'scores of baselines': scoring('baselines/baselinesScores.ts', 'BASELINES_SCORING'),
};

const ONNX: Readonly<Record<EnginePart, readonly Source[]>> = {
  trainer: [['engine/onnx/trainer.ts', 'openOnnxTrainer']],
  model: [['engine/onnx/onnxEngine.ts', 'OnnxModel']],
  judges: [['engine/onnx/onnxEngine.ts', 'openOnnxClassifier', 'openOnnxDecoder']],
};

/** The code of an engine: its parts, what all of them run on, and packages that are loaded without an import. */
export interface EngineSources {
  readonly parts: Readonly<Record<EnginePart, readonly Source[]>>;
  readonly runtime: readonly Source[];
  readonly packages: readonly string[];
  /** Whether its bits depend on the processor. */
  readonly isNative: boolean;
}

/** The code of every engine. */
export const ENGINES: Readonly<Record<EngineName, EngineSources>> = {
  onnx: {
    parts: ONNX,
    runtime: [['engine/onnx/nativeRuntime.ts', 'nativeRuntime']],
    packages: ['onnxruntime-node'],
    isNative: true,
  },
  'onnx-wasm': {
    parts: {
      ...ONNX,
      trainer: [...ONNX.trainer, ['engine/wasm/wasmTrainer.ts', 'isForKernel', 'openWasmTrainer']],
    },
    runtime: [['engine/onnx/wasmRuntime.ts', 'openWasmRuntime']],
    packages: ['onnxruntime-web'],
    isNative: false,
  },
  tfjs: {
    parts: {
      trainer: [['engine/tfjs/trainer.ts', 'openTfjsTrainer']],
      model: [['engine/tfjs/model.ts', 'openTfjsModel']],
      judges: [
        ['engine/tfjs/classifier.ts', 'openTfjsClassifier'],
        ['engine/tfjs/decoder.ts', 'openTfjsDecoder'],
      ],
    },
    runtime: [
      ['engine/tfjs/library.ts', 'openTensorFlow'],
      ['engine/tfjs/loadedGraph.ts', 'keepGraphs'],
    ],
    packages: ['@tensorflow/tfjs-node'],
    isNative: true,
  },
};

/**
 * Files whose content decides no byte of a result: they read, write, check and say. What a study asks for is among a result's
 * inputs, and the shape of a record has a number there (`revision`).
 */
export const NOT_COUNTED: readonly string[] = [
  ...[
    'store/files.ts',
    'store/recordFile.ts',
    'store/recogniseBytes.ts',
    'store/results.ts',
    'store/utf16.ts',
  ],
  ...['study/axes.ts', 'study/config.ts', 'study/errors.ts', 'study/inputs.ts', 'study/issues.ts'],
  ...['study/records.ts', 'study/searchMethods.ts', 'models/lockStamp.ts', 'experiments/defineExperiment.ts'],
  ...['models/studyCache.ts'],
];

/** Packages that decide none either: zod checks shapes. */
export const PACKAGES_NOT_COUNTED: readonly string[] = ['zod'];

/** How the images of an experiment are scored: that is a stage of its own, and not counted with the experiment. */
export const SCORING_FILE = /^experiments\/[^/]+\/[^/]+Scores\.ts$/;

/** The code of a stage on an engine. */
export function listSources(stage: StageName, engine: EngineName): readonly Source[] {
  const { sources, engine: parts } = STAGES[stage];
  const { parts: own, runtime } = ENGINES[engine];
  return [...sources, ...parts.flatMap((part) => own[part]), ...runtime];
}
