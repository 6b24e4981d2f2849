import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { listFigures, listFormerFigures, renderFiguresReadme } from '../../pipeline/export/figures.ts';
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { encodePicture, openTypesetter } from '../../pipeline/store/typeset.ts';
import { GRID_SHAPE, makeStudy } from '../report/fixture.ts';

const figures = listFigures(renderHtml(makeStudy({ ...GRID_SHAPE, hidden: [16, 64], batch: [100, 1000] })));
const training = figures.find(({ name }) => name === 'training-1')!;

test('every chart of the sections is a figure, those of single models are none', () => {
  expect(figures.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['grid-1', 'grid-2', 'interaction-1', 'digits-1', 'seeds-1', 'training-1']),
  );
  expect(figures.filter(({ name }) => name.startsWith('models-'))).toEqual([]);
  expect(training.finding).toMatch(/^After epoch 20, test accuracy /);
});

test('a figure needs nothing of the page: no variable, no class that only its style sheet knows', () => {
  for (const { svg } of figures) {
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toContain('var(');
    expect(svg).not.toContain('min-width');
  }
});

test('drawn at two pixels to one it is dark on white, and as large as it says', async () => {
  const typeset = await openTypesetter();
  const { width, height, data } = decode(encodePicture(typeset(training.svg, 2)));
  const side = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(training.svg)![1]);
  expect([width, height]).toEqual([2 * side('width'), 2 * side('height')]);
  let [opaque, white, dark] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    opaque += Number(data[at + 3] === 255);
    white += Number(data[at] === 255 && data[at + 1] === 255);
    dark += Number(data[at]! < 80 && data[at + 1]! < 80);
  }
  expect(opaque).toBe(width * height);
  expect(white / opaque).toBeGreaterThan(0.8);
  expect(dark).toBeGreaterThan(500);
});

test('the README says what every figure shows, and names each so that the next export knows it', () => {
  const readme = renderFiguresReadme('a_study', figures);
  expect(readme).toContain('# Figures of the study a\\_study\n');
  expect(readme).toContain(`\n- \`training-1\`: ${training.finding}\n`);
  expect(listFormerFigures(readme)).toEqual(figures.map(({ name }) => name));
});
