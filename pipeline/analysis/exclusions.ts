/** What the analysis leaves out, stated before the data: a lock holds it. Nothing is left out for its score. */
export const EXCLUSIONS: readonly string[] = [
  'A seed that lacks a cell which another seed has is left out of every effect, and named.',
  'No model, digit, start or idea is left out for what it scores.',
  'A model counts once it is finished: trained, searched and scored at all its checkpoints.',
  'Where the middle batch size ends, a model whose nearest checkpoint is more than half of a step of the schedule away is left out.',
  'A cell that lacks a learning rate of arms.rates is not tuned.',
  'The state before the first update is no point of a clock; nor does a clock predict a point outside of the range of the other batch sizes.',
  'A dose or a control without its like in the grid is left out.',
  'Disagreement between seeds is over the digits and starts that all seeds of a cell have.',
];
