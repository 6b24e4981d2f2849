import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../pipeline/language/catalogue.ts';
import { openTranslator } from '../../pipeline/language/translate.ts';
import { translateMarkdown, translatePage } from '../../pipeline/language/translatePage.ts';

const made: Catalogue = {
  tag: 'xx',
  entries: [
    ['yes', 'oui'],
    ['hidden {a}', 'caché {a}'],
    ['{a} is highest at {b} ({c}).', 'max de {a} : {b} [{c}].'],
    ['accuracy', 'justesse'],
    ['See <1>all of it</1> there', 'Là, voir <1>tout</1>'],
    ['One. Two.', 'Un et deux.'],
    ['It needs {a}, got {b}', 'Il en faut {a}, il y en a {b}'],
    ['{n} more', 'encore {n}'],
    ['without {a}', 'sauf {a} exclu'],
  ],
  punctuation: {
    stop: '.',
    between: ' ',
    joints: [
      [', ', ', '],
      [' and ', ' et '],
    ],
    brackets: [' (', ')'],
  },
  names: ['cnn'],
};
const translate = openTranslator(made);

describe('a text', () => {
  test.each([
    ['yes', 'oui'],
    ['Yes.', 'oui.'],
    ['0.12 (3)', '0.12 (3)'],
    ['h16-b100-s0', 'h16-b100-s0'],
    ['cnn and yes', 'cnn et oui'],
    ['Accuracy is highest at hidden 16, cnn (0.5).', 'max de justesse : caché 16, cnn [0.5].'],
    ['Yes. One. Two. Yes.', 'oui. Un et deux. oui.'],
    ['hidden yes (cnn)', 'caché oui (cnn)'],
    ['It needs 2, got 1.', 'Il en faut 2, il y en a 1.'],
    ['yes, cnn and 2 more', 'oui, cnn et encore 2'],
    ['without yes, cnn', 'sauf oui, cnn exclu'],
    ['without yes, without cnn and without 2', 'sauf oui exclu, sauf cnn exclu et sauf 2 exclu'],
  ])('%s', (text, own) => {
    expect(translate(text)).toBe(own);
  });

  test.each(['no', 'Yes. No.', 'hidden no', 'yes and no'])(
    '%s is not known, and nothing is made up',
    (text) => {
      expect(translate(text)).toBeNull();
    },
  );
});

test('a page: texts, what attributes tell, and tags in the order of the language; no script and no style', () => {
  const page =
    '<style>yes</style><p title="yes">See <a href="#x">all of it</a> there</p><td>no &lt;</td><script>yes</script>';
  expect(translatePage(page, translate)).toEqual({
    text: '<style>yes</style><p title="oui">Là, voir <a href="#x">tout</a></p><td>no &lt;</td><script>yes</script>',
    missing: ['no <'],
  });
});

test('what a text says cannot become markup', () => {
  const own = openTranslator({ ...made, names: ['a <b> & c'] });
  expect(translatePage('<p>a &lt;b&gt; &amp; c</p>', own).text).toBe('<p>a &lt;b&gt; &amp; c</p>');
});

test('Markdown: headings, items and tables, whose columns still line up', () => {
  const markdown =
    '## yes\n\n- __H1__ yes\n\n|  yes | hidden 1 |\n| ---: | -------: |\n|    1 |       no |\n';
  expect(translateMarkdown(markdown, translate)).toEqual({
    text: '## oui\n\n- __H1__ oui\n\n| oui | caché 1 |\n| --: | ------: |\n|   1 |      no |\n',
    missing: ['no'],
  });
});
