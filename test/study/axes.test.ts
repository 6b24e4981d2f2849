import { expect, test } from 'vitest';
import { AXES } from '../../pipeline/study/axes.ts';

test('the columns of the CSV files are those of the published tables, in their order', () => {
  expect(Object.values(AXES).map(({ column }) => column)).toEqual([
    ...['hidden', 'batch', 'depth', 'activation', 'optimizer', 'learning_rate', 'beta1', 'beta2', 'epsilon'],
    ...[
      'momentum',
      'weight_decay',
      'epochs',
      'train_images',
      'input_noise',
      'label_shuffle',
      'gradient_penalty',
    ],
  ]);
});
