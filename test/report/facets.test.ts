import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { reportCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSection.ts';
import { reportHints } from '../../pipeline/experiments/hints/hintsSection.ts';
import { layOutFacets } from '../../pipeline/report/gridLayout.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import type { Model } from '../../pipeline/study/grid.ts';
import { COUNTERFEIT_STUDY, makeHints, makeTriedFlips } from '../experiments/madeExperiments.ts';
import { GRID_SHAPE, makeStudy, plausibleScore } from './fixture.ts';

const TITLES = [
  'optimizer adam, learning rate 0.01',
  'optimizer adam, learning rate 0.1',
  'optimizer sgd, learning rate 0.01',
  'optimizer sgd, learning rate 0.1',
];

/** Two hidden sizes, two batch sizes, two optimizers, two learning rates, two seeds; one model has failed. */
const study = makeStudy({
  ...GRID_SHAPE,
  hidden: [16, 784],
  batch: [100, 1000],
  seeds: [0, 1],
  further: { optimizer: ['sgd', 'adam'], learningRate: [0.1, 0.01] },
  missing: ['h16-b100-opt_sgd-lr0.1-s0'],
  scoreOf: (model, digit) => plausibleScore(model, digit) + (isSgd(model) ? -0.1 : 0),
});

function isSgd({ settings }: Model): boolean {
  return settings.optimizer === 'sgd';
}

type Page = ReturnType<typeof parseHTML>['document'];
type PageElement = NonNullable<ReturnType<Page['querySelector']>>;

function open(results: StudyResults) {
  const { document } = parseHTML(renderHtml(results));
  /** The figures of a section below each heading of a facet. */
  const figuresOf = (section: string) => {
    const found = new Map<string, PageElement[]>();
    let title = '';
    // The figures of the atlas have a column of their own beside what is told of one idea.
    const column = document.querySelector(`#${section} .desk > div`) ?? document.querySelector(`#${section}`);
    for (const child of column!.children) {
      if (child.matches('h3.facet')) title = child.textContent!;
      else if (child.matches('figure, .maps')) found.set(title, [...(found.get(title) ?? []), child]);
    }
    return found;
  };
  return { document, figuresOf };
}

const { document, figuresOf } = open(study);

describe('a report of a study with two further axes', () => {
  it.each(['atlas', 'grid', 'seeds', 'border', 'training'])(
    'repeats the figures of %s below the title of each facet',
    (section) => {
      expect([...figuresOf(section).keys()]).toEqual(TITLES);
      for (const figures of figuresOf(section).values()) expect(figures).toHaveLength(1);
    },
  );

  it('shows in each atlas the ideas of its own models, and the reason of its own missing ones', () => {
    for (const [title, [atlas]] of figuresOf('atlas')) {
      const texts = [...atlas!.querySelectorAll('img')].map((image) => image.getAttribute('alt')!);
      const isShort = title === TITLES[3];
      expect(texts).toHaveLength(isShort ? 70 : 80);
      for (const text of texts) expect(text).toMatch(new RegExp(`, ${title}, seed [01]: `));
      expect(atlas!.querySelectorAll('.empty')).toHaveLength(isShort ? 1 : 0);
      expect(atlas!.querySelectorAll('.square')).toHaveLength(4);
    }
  });

  it('prints in each map the means of its own cells, which its caption calls by their place', () => {
    for (const [title, [maps]] of figuresOf('grid')) {
      const own = study.cells.filter(({ cell }) => cell.title.endsWith(`, ${title}`));
      expect(own).toHaveLength(4);
      const [map] = maps!.querySelectorAll('figure');
      const numbers = [...map!.querySelectorAll('svg text')].map(({ textContent }) => textContent);
      const means = own.map(({ recognisability }) => recognisability.mean.toFixed(2));
      expect(numbers.filter((text) => /^\d\.\d\d$/.test(text!)).sort()).toEqual(means.sort());
      expect(map!.querySelector('figcaption')!.textContent).toMatch(
        /^Recognisability is highest at hidden 784, batch 1?,?[01]00 \(.*\) and lowest at hidden 16, batch 1,000 \(/,
      );
    }
  });

  it('colours test accuracy over its range in all facets', () => {
    const worse = {
      ...study,
      cells: study.cells.map((row) => ({
        ...row,
        testAccuracy: {
          ...row.testAccuracy,
          mean: row.testAccuracy.mean - (row.cell.settings.optimizer === 'sgd' ? 0.5 : 0),
        },
      })),
    };
    const means = worse.cells.map(({ testAccuracy }) => testAccuracy.mean);
    const ends = [Math.min(...means), Math.max(...means)].map((mean) => `${(100 * mean).toFixed(2)}%`);
    const ramps = [...open(worse).document.querySelectorAll('#grid .map:nth-child(2) .ramp')];
    expect(ramps.map(({ textContent }) => textContent)).toEqual(TITLES.map(() => ends.join('')));
  });

  it('gives the training curves of all facets the same axis', () => {
    const training = Object.fromEntries(
      Object.entries(study.training).map(([name, epochs]) => [
        name,
        name.includes('sgd') ? epochs.map((epoch) => ({ ...epoch, testAccuracy: 0.5 })) : epochs,
      ]),
    );
    const ticks = [
      ...open({ ...study, training })
        .figuresOf('training')
        .values(),
    ].map(([figure]) =>
      [...figure!.querySelectorAll('[data-mark="y-axis tick label"] text')].map(
        ({ textContent }) => textContent,
      ),
    );
    expect(ticks[0]).toContain('50%');
    for (const facet of ticks) expect(facet).toEqual(ticks[0]);
  });

  it('says once how figures are to be read', () => {
    const notes = [...document.querySelectorAll('#seeds .note')];
    expect(notes.map(({ textContent }) => textContent)).toEqual([
      'Open circles are models; dots are means over seeds, lines their 95% intervals.',
    ]);
    const legends = [...document.querySelectorAll('#atlas figcaption')];
    expect(legends.map(({ textContent }) => textContent!.startsWith('Ideas of 0 to 9.'))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('has a column for each axis in the table of cells', () => {
    const headers = [...document.querySelectorAll('#cells thead th')].map(({ textContent }) => textContent);
    expect(headers.slice(0, 5)).toEqual(['hidden', 'batch', 'optimizer', 'learning rate', 'seeds']);
    const [first] = document.querySelectorAll('#cells tbody tr');
    expect([...first!.children].slice(0, 5).map(({ textContent }) => textContent)).toEqual([
      ...['16', '100', 'adam', '0.01', '2'],
    ]);
    expect(document.querySelectorAll('#cells tbody tr')).toHaveLength(study.cells.length);
  });

  it('names the values of each axis, and what all models share', () => {
    const run = document.querySelector('#run')!.textContent!;
    expect(run).toContain('Optimizeradam and sgd');
    expect(run).toContain('Learning rate0.01 and 0.1');
    expect(run).toContain('Training20 epochs, engine onnx');
  });

  it('holds the best level of an axis against the worst, where the grid is complete', () => {
    const whole = makeStudy({
      ...GRID_SHAPE,
      hidden: [16, 784],
      batch: [100, 1000],
      seeds: [0],
      missing: [],
      further: { optimizer: ['adam', 'sgd'] },
      scoreOf: (model) => (model.settings.hidden === 784 ? 0.5 : 0.25) + (isSgd(model) ? 0 : 0.25),
      noise: 0,
    });
    expect(open(whole).document.querySelector('.answer')!.textContent).toContain(
      'Optimizer adam against optimizer sgd goes with a change of +0.250 in the mean score; the sign is the same by all ' +
        '4 other ways to score the ideas. The article’s',
    );
  });

  it('marks the article’s cell in its own facet alone', () => {
    const varied = makeStudy({
      ...GRID_SHAPE,
      hidden: [16, 784],
      seeds: [0],
      missing: [],
      further: { optimizer: ['adam', 'sgd'], depth: [1, 2] },
    });
    const page = open(varied);
    const marked = [...page.figuresOf('atlas')].filter(([, [atlas]]) => atlas!.querySelector('.article'));
    expect(marked.map(([title]) => title)).toEqual(['depth 2, optimizer adam']);
    expect(page.document.querySelectorAll('.square.article')).toHaveLength(1);
    expect(renderMarkdown(varied).match(/ ★ \|/g)).toHaveLength(2);
  });
});

describe('experiments of a study with further axes', () => {
  const models = study.models.map(({ model }) => model);
  const asked: StudyResults = {
    ...study,
    parts: [
      reportHints(models.map((model) => ({ model, ...makeHints(isSgd(model) ? 0 : 4) }))),
      reportCounterfeits(
        models.map((model) => ({
          model,
          record: makeTriedFlips(isSgd(model) ? [2, 2] : [6, 6]),
          scores: null,
        })),
        COUNTERFEIT_STUDY,
      ),
    ],
  };
  const page = open(asked);
  const captions = (section: string) =>
    [...page.figuresOf(section)].map(([title, [figure]]) => [
      title,
      figure!.querySelector('figcaption')!.textContent,
    ]);

  it('say of each facet what its own models do', () => {
    const hints = captions('hints');
    expect(hints.map(([title]) => title)).toEqual(TITLES);
    // Four misread images of each of eight models.
    expect(hints[0]![1]).toMatch(/^Of 32 misread images, 75.00% are read right/);
    expect(hints[2]![1]).toBe('The models misread no test image, so there is nobody to help.');
    expect(captions('counterfeits')).toEqual(
      TITLES.map((title) => [
        title,
        `The median image needs ${title.includes('sgd') ? 2 : 6} flips to be read as another digit.`,
      ]),
    );
  });

  it('have one table for all facets, whose rows say which cell they are of', () => {
    for (const section of ['hints', 'counterfeits']) {
      const rows = [...page.document.querySelectorAll(`#${section} tbody th`)];
      expect(rows.map(({ textContent }) => textContent).sort()).toEqual(
        study.cells.map(({ cell }) => cell.title).sort(),
      );
    }
  });
});

describe('Markdown of a study with two further axes', () => {
  const lines = renderMarkdown(study).split('\n');

  it('has a table below the title of each facet, for each measure', () => {
    const titles = lines.filter((line) => line.startsWith('### '));
    expect(titles).toEqual([...TITLES, ...TITLES].map((title) => `### ${title}`));
  });

  it('has in each table the means of its own cells', () => {
    const of = (title: string) => lines.slice(lines.indexOf(`### ${title}`) + 2).slice(0, 4);
    for (const title of TITLES) {
      const own = study.cells.filter(({ cell }) => cell.title.endsWith(`, ${title}`));
      const table = of(title);
      expect(table[0]).toMatch(/^\| hidden \\ batch \| +100 \| +1,000 \|$/);
      const means = table
        .slice(2)
        .join()
        .match(/(?<=\| +)\d\.\d\d/g);
      expect(means).toEqual(own.map(({ recognisability }) => recognisability.mean.toFixed(2)));
    }
  });
});

describe('layOutFacets', () => {
  it('gives each facet its own part of the results, and every model a place in one facet', () => {
    const facets = layOutFacets(study);
    for (const { title, items } of facets) {
      for (const { model } of [...items.results.models, ...items.results.ideas]) {
        expect(model.cell.title.endsWith(`, ${title}`)).toBe(true);
      }
    }
    const places = facets.flatMap(({ items }) => items.layout.squares.flatMap((square) => square.places));
    expect(new Set(places.map(({ model }) => model.name)).size).toBe(32);
    expect(places).toHaveLength(32);
    expect(places.filter(({ row }) => row === null).map(({ model }) => model.name)).toEqual([
      'h16-b100-opt_sgd-lr0.1-s0',
    ]);
  });
});
