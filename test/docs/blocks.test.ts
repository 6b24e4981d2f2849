import { expect, test } from 'vitest';
import { fillBlocks } from '../../pipeline/docs/blocks.ts';
import { UserError } from '../../pipeline/study/errors.ts';

const PAGE = ['# A page', '<!-- figures -->', 'old', 'older', '<!-- end of figures -->', 'By hand.'].join(
  '\n',
);

test('what stands in a block is made anew, and all else is left alone', () => {
  const filled = fillBlocks(PAGE, { figures: '| a |\n' }, 'page.md');
  expect(filled.split('\n')).toEqual([
    '# A page',
    '<!-- figures -->',
    '',
    '| a |',
    '',
    '<!-- end of figures -->',
    'By hand.',
  ]);
  expect(fillBlocks(filled, { figures: '| a |\n' }, 'page.md')).toBe(filled);
});

test.each([
  ['a block without an end', '<!-- figures -->\nold', { figures: '' }],
  ['a block that nothing is known of', `${PAGE}\n<!-- others -->\n<!-- end of others -->`, { figures: '' }],
  ['a page without a block that it should have', 'By hand.', { figures: '' }],
])('%s is an error that names the page', (_, page, blocks) => {
  expect(() => fillBlocks(page, blocks, 'page.md')).toThrow(UserError);
  expect(() => fillBlocks(page, blocks, 'page.md')).toThrow('page.md');
});
