import fc from 'fast-check';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { contrast, inkOn, luminance, openColourScale } from '../../pipeline/page/colour.ts';
import { html, trusted } from '../../pipeline/page/html.ts';
import { ideaDataUri } from '../../pipeline/page/ideaImage.ts';
import {
  describeSummary,
  formatCount,
  formatMedian,
  formatQuantity,
  joinWords,
} from '../../pipeline/page/wording.ts';
import { layOutFacets } from '../../pipeline/report/gridLayout.ts';
import { GRID_SHAPE, makeStudy } from './fixture.ts';

describe('html', () => {
  it('escapes text, keeps markup, and joins lists', () => {
    const inner = html`<b>${'<&"\'>'}</b>`;
    expect(html`<p title="${'a"b'}">${[inner, 1, null, trusted('<i></i>')]}</p>`.markup).toBe(
      '<p title="a&quot;b"><b>&lt;&amp;&quot;&#39;&gt;</b>1<i></i></p>',
    );
  });

  it('gives any text back unchanged to a reader of the page', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { document } = parseHTML(html`<html><body><p title="${text}">${text}</p></body></html>`.markup);
        expect(document.querySelector('p')!.textContent).toBe(text);
        expect(document.querySelector('p')!.getAttribute('title')).toBe(text);
      }),
    );
  });
});

describe('ideaDataUri', () => {
  it('is a PNG of 28 x 28 grey pixels, white where the image is 1', () => {
    const image = new Float32Array(784);
    image[29] = 1;
    image[30] = 0.5;
    const [head, body] = ideaDataUri(image).split(',');
    const png = decode(Buffer.from(body!, 'base64'));
    expect(head).toBe('data:image/png;base64');
    expect([png.width, png.height, png.channels, png.depth]).toEqual([28, 28, 1, 8]);
    expect([...png.data.slice(28, 32)]).toEqual([0, 255, 128, 0]);
  });

  it('refuses another number of pixels', () => {
    expect(() => ideaDataUri(new Float32Array(100))).toThrow('ideaDataUri: expected 784 pixels, got 100');
  });
});

describe('colours', () => {
  it('have luminance 0 for black, 1 for white and 0.2126 for red', () => {
    expect(luminance('rgb(0, 0, 0)')).toBe(0);
    expect(luminance('rgb(255, 255, 255)')).toBeCloseTo(1, 12);
    expect(luminance('rgb(255, 0, 0)')).toBeCloseTo(0.2126, 12);
  });

  it('start at viridis purple and end at viridis yellow', () => {
    const { colourOf } = openColourScale('viridis', 0, 1);
    expect([colourOf(0), colourOf(1)]).toEqual(['rgb(68, 1, 84)', 'rgb(253, 231, 37)']);
  });

  it('carry ink of at least 4.5 to 1 on every colour of both scales', () => {
    for (const scheme of ['viridis', 'cividis'] as const) {
      const { colourOf } = openColourScale(scheme, 0, 1);
      for (let i = 0; i <= 100; i++) {
        const background = luminance(colourOf(i / 100));
        const ratio = inkOn(colourOf(i / 100)) === '#000' ? contrast(background, 0) : contrast(1, background);
        expect(ratio).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('widen a domain of one value', () => {
    expect(openColourScale('cividis', 0.5, 0.5).domain).toEqual([0.495, 0.505]);
  });
});

describe('layOutFacets', () => {
  it('gives every cell of the grid a square and every model a place, also those that are missing', () => {
    const [facet, ...others] = layOutFacets(makeStudy(GRID_SHAPE));
    const { layout } = facet!.items;
    expect(others).toEqual([]);
    expect(layout.squares).toHaveLength(12);
    expect(layout.squares.every(({ places }) => places.length === 3)).toBe(true);
    expect(layout.squares[2]!.summary).toBeNull();
    expect(layout.squares[2]!.places[0]!.reason).toBe('training gave NaN in epoch 3');
  });

  it('shows the first restart of each digit, ascending', () => {
    const study = makeStudy(GRID_SHAPE);
    const ideas = study.ideas.flatMap((idea) => [{ ...idea, restart: 1 }, idea]).reverse();
    const shown = layOutFacets({ ...study, ideas })[0]!.items.layout.squares[0]!.places[0]!.ideas;
    expect(shown.map(({ digit }) => digit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(shown.every(({ restart }) => restart === 0)).toBe(true);
  });
});

describe('wording', () => {
  it.each([
    [formatCount(999), '999'],
    [formatCount(60000), '60,000'],
    [formatQuantity(1, 'cell'), '1 cell'],
    [formatQuantity(1200, 'cell'), '1,200 cells'],
    [formatMedian(3.5, 4), '3.5'],
    [formatMedian(null, 4), 'more'],
    [formatMedian(null, 0), '–'],
    [joinWords(['a']), 'a'],
    [joinWords(['a', 'b', 'c']), 'a, b and c'],
    [
      describeSummary({ mean: 0.5, interval: [0.25, 0.75], seeds: 3 }, String),
      '0.5 (95% interval 0.25 to 0.75)',
    ],
    [describeSummary({ mean: 0.5, interval: null, seeds: 1 }, String), '0.5'],
  ])('writes %s', (written, wanted) => {
    expect(written).toBe(wanted);
  });
});
