import { describe, expect, test } from 'vitest';
import { fitPicture } from '../../pipeline/math/fitPicture.ts';
import { PIXELS, SIDE } from '../../pipeline/math/images.ts';
import { Drawing, FINENESS, PAD_SIDE } from '../../pipeline/playground/drawing.ts';
import { reduceDrawing } from '../../pipeline/playground/reduce.ts';

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
const inkAt = ({ ink }: Drawing, x: number, y: number) => ink[y * PAD_SIDE + x];

function drawLine(): Drawing {
  const drawing = new Drawing();
  drawing.begin('pen', { x: 100, y: 60 });
  drawing.extend({ x: 100, y: 220 });
  return drawing;
}

describe('a drawing', () => {
  test('has a line of 22 pixels with round ends, of about the area that geometry gives it', () => {
    const drawing = drawLine();
    expect(inkAt(drawing, 100, 140)).toBe(1);
    expect(inkAt(drawing, 90, 140)).toBe(1);
    expect(inkAt(drawing, 120, 140)).toBe(0);
    const area = 22 * 160 + Math.PI * 11 * 11;
    expect(sum(drawing.ink) / area).toBeCloseTo(1, 2);
  });

  test('may leave the pad and come back', () => {
    const drawing = new Drawing();
    drawing.begin('pen', { x: -50, y: 140 });
    drawing.extend({ x: 400, y: 140 });
    expect(inkAt(drawing, 0, 140)).toBe(1);
    expect(inkAt(drawing, PAD_SIDE - 1, 140)).toBe(1);
    expect(sum(drawing.ink)).toBeLessThan(23 * PAD_SIDE);
  });

  test('loses ink to the rubber', () => {
    const drawing = drawLine();
    drawing.begin('rubber', { x: 100, y: 140 });
    expect(inkAt(drawing, 100, 140)).toBe(0);
    expect(inkAt(drawing, 100, 70)).toBe(1);
  });

  test('is what it was before a stroke that is taken back', () => {
    const drawing = drawLine();
    const before = drawing.ink.slice();
    drawing.begin('rubber', { x: 100, y: 140 });
    drawing.extend({ x: 140, y: 140 });
    drawing.undo();
    expect(drawing.ink.every((value, at) => value === before[at])).toBe(true);
    drawing.undo();
    expect(drawing.isBlank).toBe(true);
    expect(sum(drawing.ink)).toBe(0);
    drawing.undo();
    drawing.extend({ x: 10, y: 10 });
    expect(sum(drawing.ink)).toBe(0);
  });

  test('is blank when it is cleared', () => {
    const drawing = drawLine();
    drawing.clear();
    expect(drawing.isBlank).toBe(true);
    expect(sum(drawing.ink)).toBe(0);
  });
});

describe('a drawing becomes an image', () => {
  test('as drawn: each pixel is the mean of its square', () => {
    const ink = new Float64Array(PAD_SIDE * PAD_SIDE);
    for (let y = 0; y < FINENESS; y++) ink.fill(1, (50 + y) * PAD_SIDE + 35, (50 + y) * PAD_SIDE + 45);
    const image = reduceDrawing(ink, 'drawn');
    expect(image[5 * SIDE + 3]).toBe(0.5);
    expect(image[5 * SIDE + 4]).toBe(0.5);
    expect(sum(image)).toBe(1);
  });

  test('fitted: a line fills the box of 20 pixels, wherever it was drawn, with its middle at (14, 14)', () => {
    const { ink } = drawLine();
    const image = reduceDrawing(ink, 'fitted');
    expect(image).toEqual(fitPicture({ width: PAD_SIDE, height: PAD_SIDE, ink }));
    const inked = [...image.keys()].filter((at) => image[at]! > 0).map((at) => Math.floor(at / SIDE));
    expect([Math.min(...inked), Math.max(...inked)]).toEqual([4, 23]);
    const middle = sum(image.map((value, at) => value * (at % SIDE))) / sum(image);
    expect(Math.abs(middle - 14)).toBeLessThanOrEqual(0.5);
  });

  test('a blank drawing is a blank image either way', () => {
    const ink = new Float64Array(PAD_SIDE * PAD_SIDE);
    expect(reduceDrawing(ink, 'drawn')).toEqual(new Float32Array(PIXELS));
    expect(reduceDrawing(ink, 'fitted')).toEqual(new Float32Array(PIXELS));
  });
});
