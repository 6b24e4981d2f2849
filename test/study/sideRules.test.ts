import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { UserError } from '../../pipeline/study/errors.ts';

interface Changes {
  readonly grid?: object;
  readonly training?: object;
  readonly dataset?: object;
  readonly schedule?: object;
  readonly arms?: object;
  readonly controls?: object;
  readonly doses?: object;
}

/** A config in which every arm can be compared, with changes. */
function parse({ grid, ...sections }: Changes) {
  return parseStudyConfig(
    {
      name: 'tiny',
      dataset: { validation: 1000 },
      schedule: { checkpoints: 'log' },
      grid: { hidden: [16], batch: [100, 1000, 10000], seeds: [0], ...grid },
      ...sections,
    },
    'x.yaml',
  );
}

const compare = (...compared: string[]) => ({ compared });

test.each<[fault: string, changes: Changes, message: string]>([
  [
    'matched without validation images',
    { arms: compare('matched'), dataset: {} },
    'dataset.validation: expected more than 0 for the arm matched, got 0; it is read by the validation loss: split off some images, such as 5000, or leave matched out of arms.compared',
  ],
  [
    'tuned without validation images',
    { arms: compare('epochs', 'tuned'), dataset: {} },
    'dataset.validation: expected more than 0 for the arm tuned, got 0; it is read by the validation loss: split off some images, such as 5000, or leave tuned out of arms.compared',
  ],
  [
    'updates without checkpoints',
    { arms: compare('updates'), schedule: {} },
    'schedule.checkpoints: expected log for the arm updates, got none; it is read before the end of training: set it to log, or leave updates out of arms.compared',
  ],
  [
    'matched without checkpoints',
    { arms: compare('matched'), schedule: {} },
    'schedule.checkpoints: expected log for the arm matched, got none; it is read before the end of training: set it to log, or leave matched out of arms.compared',
  ],
  [
    'scaled with another optimizer',
    { arms: compare('scaled'), grid: { optimizer: ['adam', 'sgd'] } },
    'arms.compared: expected adam or adamw alone with the arm scaled, got sgd; leave scaled out, or the optimizer sgd',
  ],
  [
    'scaled from a batch size that is not there',
    { arms: { compared: ['scaled'], scaledFrom: 500 } },
    'arms.scaledFrom: expected a batch size of the grid (100, 1000, 10000), got 500; name one of them, or leave scaled out of arms.compared',
  ],
  [
    'scaled from too small a batch',
    { arms: { compared: ['scaled'], scaledFrom: 100 } },
    'arms.scaledFrom: expected at least 1000 (batch 10000 times 1 - beta1), got 100; the scaled beta1 of batch 10000 would be below 0: raise scaledFrom or beta1, or leave scaled out of arms.compared',
  ],
  [
    'scaled from too small a batch for one value of an axis',
    { arms: compare('scaled'), grid: { beta2: [0.999, 0.85] } },
    'arms.scaledFrom: expected at least 1500 (batch 10000 times 1 - beta2), got 1000; the scaled beta2 of batch 10000 would be below 0: raise scaledFrom or beta2, or leave scaled out of arms.compared',
  ],
  [
    "the grid's own learning rate among the others",
    { arms: { compared: ['tuned'], rates: [0.5, 1] } },
    "arms.rates: expected multiples other than 1, got 1; leave it out: the grid's own models have that rate",
  ],
  [
    'tuned beside several learning rates',
    { arms: compare('tuned'), grid: { learningRate: [0.001, 0.01] } },
    'grid.learningRate: expected one value with the arm tuned, got 2; leave tuned out of arms.compared, or give learningRate one value in training',
  ],
  [
    'a control that the grid has',
    { controls: { enabled: true }, grid: { labelShuffle: [0, 1] } },
    "controls.enabled: expected another labelShuffle than that of the grid's own models, got 1; leave it out, or change grid.labelShuffle",
  ],
  [
    'a control that every model is',
    { controls: { enabled: true, inputNoise: 0.1 }, training: { inputNoise: 0.1 } },
    "controls.inputNoise: expected another inputNoise than that of the grid's own models, got 0.1; leave it out, or change training.inputNoise",
  ],
  [
    'a dose that the grid has',
    { doses: { gradientPenalty: [0.1, 0.01] }, grid: { gradientPenalty: [0, 0.01] } },
    "doses.gradientPenalty: expected another gradientPenalty than that of the grid's own models, got 0.01; leave it out, or change grid.gradientPenalty",
  ],
  [
    'a dose of more noise than there is',
    { doses: { inputNoise: [1] } },
    'doses.inputNoise[0]: expected less than 1, got 1; see configs/study.schema.json for every key',
  ],
])('%s is refused with what to do next', (_, changes, message) => {
  expect(() => parse(changes)).toThrow(new UserError(`x.yaml: ${message}`));
});

test.each<[what: string, changes: Changes]>([
  [
    'every arm, control and dose at once',
    {
      arms: compare('epochs', 'updates', 'matched', 'scaled', 'tuned'),
      controls: { enabled: true },
      doses: { inputNoise: [0.1, 0.2], gradientPenalty: [0.01] },
    },
  ],
  ['a batch ten times as large, which leaves Adam no momentum', { arms: compare('scaled') }],
  ['the arm epochs of a study that has nothing else', { dataset: {}, schedule: {} }],
  ['controls of a grid without the batch size 1000', { controls: { enabled: true }, grid: { batch: [20] } }],
  ['controls that are off, beside a grid that has them', { grid: { labelShuffle: [0, 1] } }],
  ['tuned with one learning rate in the grid', { arms: compare('tuned'), grid: { learningRate: [0.01] } }],
])('%s is accepted', (_, changes) => {
  expect(() => parse(changes)).not.toThrow();
});
