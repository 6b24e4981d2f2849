/** A report whose judges cannot read the study's own test images: what it says, and what it leaves out. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { reportCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSection.ts';
import { reportHints } from '../../pipeline/experiments/hints/hintsSection.ts';
import { summarisePeople } from '../../pipeline/rating/summarisePeople.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import { COUNTERFEIT_STUDY, makeAskedStudy, makeRecords } from '../experiments/madeExperiments.ts';
import { rateIdea } from '../rating/madeRatings.ts';
import { GRID_SHAPE, makeCheck, makeStudy, UNFINISHED_SHAPE } from './fixture.ts';

const FAILED = makeCheck(0.0512, {
  relabelled: { digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], right: 0.1 },
  undone: [{ change: 'transposed', right: 0.968 }],
});

function open(results: StudyResults) {
  const { document } = parseHTML(renderHtml(results));
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
  return { all, text };
}

const held = makeStudy(GRID_SHAPE);
const withheld = { ...held, check: FAILED };
const PEOPLE = summarisePeople(
  held.ideas.map((idea) => rateIdea('Ann', idea, idea.digit, { sureness: idea.digit < 5 ? 100 : 50 })),
  { ...held, attacks: [] },
);

describe('a report whose judges cannot read the study’s images', () => {
  const { all, text } = open(withheld);

  it('answers first that scores say nothing, why that may be and what to do, and no finding about scores', () => {
    expect(text('.answer')).toMatch(
      /^The judges read only 5\.12% of 500 test images of this study rightly\. .* The likely cause: the images are transposed, .* What to do: set dataset\.transpose: true and begin the study again \(make sweep FRESH=1\)\. Test accuracy is highest at /,
    );
    expect(text('.answer')).not.toMatch(/recognisab/);
    expect(text('.caution')).not.toContain('untrained');
    expect(text('.caution')).toContain('4 of 36 models are missing');
  });

  it('has no ends and no figure of scores, but those of accuracy and every idea', () => {
    expect(all('.ends')).toHaveLength(0);
    expect(all('main section').map((section) => section.getAttribute('id'))).toEqual([
      'atlas',
      ...['grid', 'training'],
      ...['judges', 'people'],
      ...['run', 'cells', 'models', 'missing', 'method'],
    ]);
    expect(all('#grid .map figcaption').map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Test accuracy is highest at /),
    ]);
    expect(all('#training svg')).toHaveLength(1);
    expect(all('.atlas img')).toHaveLength(320);
  });

  it('shows ideas without scores, and each model’s accuracy in their place', () => {
    expect(text('#atlas figcaption').trim()).toBe(
      'Ideas of 0 to 9, with each model’s test accuracy. Scores are withheld: the judges cannot read the images of this study.',
    );
    expect(all('.atlas .idea i')).toHaveLength(0);
    expect(all('.atlas img')[0]!.getAttribute('alt')).toBe('Idea of 0 at hidden 16, batch 100, seed 0');
    expect(
      all('.atlas .idea span')
        .map(({ textContent }) => textContent)
        .slice(0, 3),
    ).toEqual(['0', '1', '2']);
    const accuracy = `${(100 * held.models[0]!.testAccuracy).toFixed(2)}%`;
    expect(all('.atlas .seed')[0]!.getAttribute('aria-label')).toBe(`Seed 0, test accuracy ${accuracy}`);
    expect(all('.atlas .seed .label')[0]!.textContent).toBe(`seed 0${accuracy}`);
  });

  it('says no score of any model anywhere', () => {
    const score = /(?<![\d.])[01]\.\d\d(?![\d%])/;
    expect(text('#atlas')).not.toMatch(score);
    expect(open(held).text('#atlas')).toMatch(score);
    for (const part of ['header', '#run', '#grid', '#training', '#cells', '#models .numbers'])
      expect(text(part)).not.toMatch(score);
    expect(renderMarkdown(withheld).split('## What was run')[0]).not.toMatch(score);
    const header = [...all('#cells thead th')].map(({ textContent }) => textContent);
    expect(header).toEqual(['hidden', 'batch', 'seeds', 'test accuracy', '95% interval']);
  });

  it('has the whole check below the judges, and does not ask whether they put the ideas in one order', () => {
    const rows = all('#judges tbody tr').map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
    expect(rows).toContainEqual(['8', '50', '5.12%', '0.05']);
    expect(rows).toContainEqual(['transposed', '96.80%']);
    const agreed = { ...withheld, agreement: [{ judges: ['a', 'b'] as const, tau: 0.5 }] };
    expect(open({ ...agreed, check: held.check }).text('#judges')).toContain('Kendall');
    expect(open(agreed).text('#judges')).not.toContain('Kendall');
  });

  it('says what was run, and that the score is withheld', () => {
    expect(text('#run')).toContain('cnn, who read 5.12% of 500 test images of this study rightly');
    expect(text('#run')).toContain('cnn-1-0123abcd, withheld');
    expect(text('footer')).toContain('Scores of version cnn-1-0123abcd are withheld.');
  });

  it('says the same in Markdown', () => {
    const markdown = renderMarkdown(withheld);
    expect(markdown.split('\n')[4]).toBe(text('.answer'));
    expect(markdown).toContain(
      '## Recognisability\n\nScores are withheld: the judges cannot read the images of this study.\n\n## Test accuracy\n\n|',
    );
    expect(markdown).not.toContain('## By digit');
    expect(markdown).toContain(
      '## Judges\n\nThe judges read 5.12% of 500 test images of this study rightly: ',
    );
  });

  it('says so, too, where no model is finished', () => {
    const none = open({ ...makeStudy(UNFINISHED_SHAPE), check: FAILED });
    expect(none.text('.answer')).toMatch(
      /^The judges read only 5\.12% .* No model of this study is finished yet\.$/,
    );
  });

  it('has a note on every experiment that tells what judges say, and on no other', () => {
    const asked = { ...makeAskedStudy(), check: FAILED };
    const page = open(asked);
    const notes = page.all('main section').filter((section) => section.querySelector('.caution') !== null);
    expect(notes.map((section) => section.getAttribute('id'))).toEqual(['hints', 'counterfeits']);
    expect(renderMarkdown(asked).match(/^Scores are withheld/gm)).toHaveLength(3);
    expect(open(makeAskedStudy()).all('section .caution')).toHaveLength(0);
  });

  it('has no columns of what judges say, in experiments of which they said nothing', () => {
    const { hints, counterfeits } = makeRecords();
    const unscored = <Record extends object>(records: readonly Record[]) =>
      records.map((record) => ({ ...record, scores: null }));
    const parts = [
      reportHints(unscored(hints)),
      reportCounterfeits(unscored(counterfeits), COUNTERFEIT_STUDY),
    ];
    const page = open({ ...makeAskedStudy(), check: FAILED, parts });
    const header = (id: string) => page.all(`#${id} thead th`).map(({ textContent }) => textContent);
    expect(header('hints')).toEqual([
      ...['cell', 'images', 'fewest from the idea', 'fewest from the class mean', 'fewest from noise'],
    ]);
    expect(header('counterfeits')).toEqual(['cell', 'images', 'median flips']);
    for (const id of ['hints', 'counterfeits']) {
      const words = page
        .text(`#${id}`)
        .replace(page.text(`#${id} h2`), '')
        .replace(page.text(`#${id} .caution`), '');
      expect(words).not.toMatch(/judge/);
    }
  });

  it('keeps what people see, and says that the panel beside them means nothing', () => {
    const page = open({ ...withheld, people: PEOPLE });
    expect(page.text('#people .caution')).toMatch(
      /^What is said here of the panel and of its judges means nothing/,
    );
    expect(renderMarkdown({ ...withheld, people: PEOPLE })).toContain(
      '## What people see\n\nWhat is said here of the panel and of its judges means nothing',
    );
    expect(open({ ...held, people: PEOPLE }).all('#people .caution')).toHaveLength(0);
  });
});

describe('a report whose judges read the study’s images', () => {
  it('says how well, below the judges and in what was run, and withholds nothing', () => {
    const page = renderHtml(held) + renderMarkdown(held);
    expect(open(held).text('#run')).toContain(
      'cnn, who read 96.80% of 500 test images of this study rightly',
    );
    expect(open(held).text('#judges')).toMatch(/^\s*The judges\s*The judges read 96\.80% of 500 test images/);
    expect(page).not.toMatch(/withheld|means nothing/);
  });

  it('says that they were not tried yet, where they were not, and withholds nothing', () => {
    const untried = { ...held, check: null };
    expect(open(untried).text('#judges')).toContain(
      'The judges were not tried on the test images of this study yet.',
    );
    expect(open(untried).text('.answer')).toBe(open(held).text('.answer'));
  });
});
