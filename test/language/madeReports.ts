/** Reports of made studies, which differ in what they have to say. */
import cnn from '../../pipeline/judging/frozen/cnn.json' with { type: 'json' };
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import { sampleModels } from '../../pipeline/report/sampleModels.ts';
import { measureStartSpread } from '../../pipeline/report/startSpread.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import { summariseCells, withoutIntervals } from '../../pipeline/report/summarise.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { listStudyModels } from '../../pipeline/study/givenModels.ts';
import type { Model } from '../../pipeline/study/grid.ts';
import type { GivenRecord } from '../../pipeline/study/records.ts';
import {
  CONSTANT_SHAPE,
  GRID_SHAPE,
  makeCheck,
  makeStudy,
  SINGLE_SHAPE,
  type StudyShape,
  UNFINISHED_SHAPE,
} from '../report/fixture.ts';

/** A frozen judge's own card says what it is, as a made one cannot. */
function makeNamed(shape: StudyShape): StudyResults {
  const made = makeStudy(shape);
  return { ...made, judges: [{ ...made.judges[0]!, description: cnn.card.description }] };
}

const grid = makeNamed(GRID_SHAPE);

const SHA256 = '505e509c1e9d'.padEnd(64, '0');
const FILES = ['exports/lenet.onnx', 'my models/mlp.safetensors', 'page/model.json', 'zoo.onnx'];
/** What is told of these files. */
const SAID = [
  {
    form: "network of 10 outputs, run by onnxruntime (the node Conv 'node_conv2d')",
    outputs: 'logits',
    remarks: [
      "the node LogSoftmax 'node, log (softmax)' at its end is left out: the energy is of the logits before it",
      'reads only 10.0% of the test images rightly, and no usual range, mean or inversion makes it read them much better',
    ],
  },
  {
    form: 'MLP 784-2-2-10, relu',
    outputs: 'logits',
    remarks: [
      "2 of its tensors are an optimizer's or no floats, and are passed over",
      'its activation is not in the file, and is taken to be relu',
      'reads only 9.8% of the test images rightly; of images with --invert --range 0..255 it reads 92.0%',
    ],
  },
  {
    form: "network of 10 outputs, run by TF.js (the layer 'Conv2D' 'conv2d' ('relu'))",
    outputs: 'log-probabilities',
    remarks: [
      "2 of its weights are an optimizer's, and are passed over",
      "the softmax of the layer 'Dense' 'dense_1' (10, 'softmax') at its end is left out: the energy is of the logits before it",
      'reads only 9.8% of the test images rightly; of images as they are, rows and columns exchanged it reads 92.0%',
    ],
  },
  {
    form: 'network of 10 outputs, run by onnxruntime (fully connected layers 784-3-2-10 with relu and tanh)',
    outputs: 'probabilities',
    remarks: [],
  },
] as const satisfies readonly Omit<GivenRecord, 'file' | 'sha256' | 'files'>[];

/** A study of models that were trained elsewhere, of which everything is told that may be. */
function makeGiven(): StudyResults {
  const made = makeNamed({ ...GRID_SHAPE, hidden: [16, 32], batch: [100, 1000], seeds: [0], missing: [] });
  const config = parseStudyConfig(
    { name: 'fixture', description: 'Made-up numbers.', models: FILES, judging: { judges: ['cnn'] } },
    'fixture',
  );
  const given = listStudyModels(config);
  const byName = new Map(made.models.map(({ model }, at) => [model.name, given[at]!]));
  const move = <Row extends { readonly model: Model }>(row: Row): Row => ({
    ...row,
    model: byName.get(row.model.name)!,
  });
  const [models, ideas] = [made.models.map(move), made.ideas.map(move)];
  return {
    ...{ ...made, config, models, ideas, conclusions: [], training: {} },
    cells: summariseCells(models, made.noiseCurve),
    digits: withoutIntervals(made.digits),
    startSpread: measureStartSpread(ideas),
    given: Object.fromEntries(
      given.map(({ name }, at) => [
        name,
        { ...SAID[at]!, remarks: [...SAID[at]!.remarks], file: FILES[at]!, sha256: SHA256, files: [] },
      ]),
    ),
  };
}

/** By what they are. */
export const REPORTS: Readonly<Record<string, StudyResults>> = {
  'a grid with gaps': grid,
  'more models than are shown': { ...grid, sample: sampleModels(grid, 3)! },
  'one model': makeNamed(SINGLE_SHAPE),
  'scores that are all alike': makeNamed(CONSTANT_SHAPE),
  'nothing finished': makeNamed(UNFINISHED_SHAPE),
  'scores that are withheld': { ...grid, check: makeCheck(0.3) },
  'judges that were not tried': { ...grid, check: null },
  'labels that stand for other digits': {
    ...grid,
    check: makeCheck(0.3, { relabelled: { digits: [1, 0, 2, 3, 4, 5, 6, 7, 8, 9], right: 0.9 } }),
  },
  'images that are inverted': {
    ...grid,
    check: makeCheck(0.3, { undone: [{ change: 'inverted', right: 0.95 }] }),
  },
  'images that are missing or shared': {
    ...grid,
    classGaps: [{ kind: 'training', missing: [4, 5], rare: [{ label: 3, count: 12 }], equalShare: 400 }],
    sharedImages: 10,
    ratingsLeftOut: 'ideas.csv',
  },
  'models that were given': makeGiven(),
  'axes beyond hidden and batch size': makeNamed({
    ...GRID_SHAPE,
    hidden: [16],
    batch: [100, 1000],
    further: { optimizer: ['adam', 'sgd'] },
    missing: [],
  }),
};

/** The page and the Markdown of a report. */
export function renderBoth(results: StudyResults): { page: string; markdown: string; results: StudyResults } {
  return { page: renderHtml(results), markdown: renderMarkdown(results), results };
}
