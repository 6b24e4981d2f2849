import { runInNewContext } from 'node:vm';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { PIXELS } from '../../pipeline/math/images.ts';
import { openStream } from '../../pipeline/math/streams.ts';
import { renderRatingPage } from '../../pipeline/rating/ratingPage.ts';
import { RATING_LOGIC } from '../../pipeline/rating/ratingPageLogic.ts';

interface State {
  readonly order: readonly string[];
  readonly ratings: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly answer: string | null;
}
interface Action {
  readonly kind: string;
  readonly value?: string | number;
  readonly by?: number;
  readonly milliseconds?: number;
  readonly timestamp?: string;
}
interface Logic {
  orderFor(rater: string, names: readonly string[]): string[];
  begin(order: readonly string[], ratings: State['ratings']): State;
  readKey(key: string, isAnswered: boolean): Action | null;
  step(state: State, action: Action): State;
  toCsv(rater: string, state: State): string;
}

const logic = runInNewContext(`${RATING_LOGIC}; ({ orderFor, begin, readKey, step, toCsv })`) as Logic;
const NAMES = Array.from({ length: 20 }, (_, i) => `n${i}`);
const plain = <T>(value: T): T => structuredClone(value);

/** The state after keys are pressed, one after the other. */
function press(state: State, keys: readonly string[]): State {
  return keys.reduce((now, key) => {
    const action = logic.readKey(key, now.answer !== null);
    return action === null ? now : logic.step(now, { ...action, milliseconds: 900, timestamp: 'T' });
  }, state);
}

describe('the logic of the page', () => {
  const begin = (ratings = {}) => logic.begin(['a', 'b', 'c'], ratings);

  test.each([
    ['0', false, { kind: 'answer', value: '0' }],
    ['9', false, { kind: 'answer', value: '9' }],
    ['n', false, { kind: 'answer', value: 'none' }],
    ['-', false, { kind: 'answer', value: 'none' }],
    ['1', true, { kind: 'sureness', value: 0 }],
    ['5', true, { kind: 'sureness', value: 100 }],
    ['6', true, null],
    ['n', true, null],
    ['ArrowRight', true, { kind: 'move', by: 1 }],
    ['ArrowRight', false, null],
    ['Backspace', false, { kind: 'back' }],
    ['Backspace', true, { kind: 'back' }],
    ['Tab', false, null],
  ])('reads the key %s (answered: %s) as %j', (key, isAnswered, action) => {
    expect(plain(logic.readKey(key, isAnswered))).toEqual(action);
  });

  test('goes from image to image: an answer, then a sureness', () => {
    const one = press(begin(), ['7', '4']);
    expect(plain(one)).toMatchObject({ at: 1, answer: null });
    expect(plain(one.ratings)).toEqual({
      a: { answer: '7', sureness: 75, milliseconds: 900, timestamp: 'T' },
    });
    const end = press(one, ['n', '5', '3', '1']);
    expect(end.at).toBe(3);
    expect(press(end, ['4', '5'])).toBe(end);
  });

  test('goes back by Backspace: to the answer, then to the image before, whose rating is replaced', () => {
    const state = press(begin(), ['7', '4', '2', 'Backspace']);
    expect(plain(state)).toMatchObject({ at: 1, answer: null });
    const again = press(state, ['Backspace', '1', '1']);
    expect(plain(again.ratings)).toMatchObject({ a: { answer: '1', sureness: 0 } });
    expect(again.at).toBe(1);
    expect(press(begin(), ['Backspace']).at).toBe(0);
  });

  test('resumes at the first image without a rating', () => {
    expect(begin({ a: {}, c: {} }).at).toBe(1);
    expect(begin({ a: {}, b: {}, c: {} }).at).toBe(3);
    expect(press(begin({ b: {} }), ['1', '1']).at).toBe(2);
  });

  test('gives every rater an order of their own, the same each time', () => {
    const [ann, again, bob] = ['Ann', 'Ann', 'Bob'].map((rater) => plain(logic.orderFor(rater, NAMES)));
    expect(ann!.toSorted()).toEqual(NAMES.toSorted());
    expect(again).toEqual(ann);
    expect(bob).not.toEqual(ann);
    expect(ann).not.toEqual(NAMES);
  });

  test('writes the CSV in the order of rating, with quotes where they are needed', () => {
    expect(logic.toCsv('A, "b"', press(begin(), ['7', '4', 'n', '1']))).toBe(
      'rater,image,answer,sureness,milliseconds,timestamp\n"A, ""b""",a,7,75,900,T\n"A, ""b""",b,none,0,900,T\n',
    );
  });
});

describe('the page', () => {
  const draw = (stream: string) => {
    const source = openStream(0, stream);
    return Float32Array.from({ length: PIXELS }, () => source.nextUint32() % 2);
  };
  const content = {
    name: 'study',
    identity: '0123456789abcdef',
    images: ['a1b2', 'c3d4'].map((name) => ({ name, pixels: draw(name) })),
  };
  const page = renderRatingPage(content);
  const { document } = parseHTML(page);

  test('needs nothing from outside, and its policy allows nothing', () => {
    expect(page).not.toMatch(/https?:|<link|@import|\bsrc="(?!data:)|fetch\(|XMLHttpRequest/);
    expect(document.querySelector('meta[http-equiv]')!.getAttribute('content')).toMatch(
      /^default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-[A-Za-z0-9+/=]{44}'$/,
    );
  });

  test('is the same for the same content', () => {
    expect(renderRatingPage(content)).toBe(page);
  });

  test('has a button for every answer and every sureness, in labelled groups', () => {
    const labels = (selector: string) => [...document.querySelectorAll(selector)].map((b) => b.textContent);
    expect(labels('[data-answer]')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'none']);
    expect(labels('[data-sureness]')).toEqual(['0%', '25%', '50%', '75%', '100%']);
    for (const group of document.querySelectorAll('[role=group]')) {
      expect(document.getElementById(group.getAttribute('aria-labelledby')!)).not.toBeNull();
    }
    expect(document.querySelector('label[for=name]')).not.toBeNull();
  });

  test('holds of every image its name and its picture, and no more', () => {
    const data = JSON.parse(document.getElementById('page')!.textContent) as Record<string, unknown>;
    expect(Object.keys(data)).toEqual(['name', 'identity', 'images']);
    expect(data.images).toEqual([
      ['a1b2', expect.stringMatching(/^iVBORw0KGgo[A-Za-z0-9+/=]+$/)],
      ['c3d4', expect.stringMatching(/^iVBORw0KGgo[A-Za-z0-9+/=]+$/)],
    ]);
  });
});
