/**
 * What decides on the rating page (which image comes next, what a key means, what the CSV holds): a script as text,
 * which runs in a reader's browser and not here. It knows no browser, so that it can be tested without one.
 */
import { RATING_COLUMNS, SURENESSES } from './ratingRecords.ts';

/** Pure functions of the page: order, keys, steps from state to state, and the CSV. */
export const RATING_LOGIC = `
const SURENESSES = ${JSON.stringify(SURENESSES)};
const COLUMNS = ${JSON.stringify(RATING_COLUMNS)};

// Every rater has an order of their own, the same on each visit: FNV-1a of the name feeds mulberry32.
function orderFor(rater, names) {
  let hash = 0x811c9dc5;
  for (const character of rater) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  const draw = () => {
    hash = (hash + 0x6d2b79f5) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 15), 1 | hash);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const order = [...names];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function begin(order, ratings) {
  return { order, ratings, at: nextUnrated(order, ratings, 0), answer: null };
}

function nextUnrated(order, ratings, from) {
  const isOpen = (name, i) => i >= from && !Object.hasOwn(ratings, name);
  const after = order.findIndex(isOpen);
  if (after >= 0 || from === 0) return after < 0 ? order.length : after;
  return nextUnrated(order, ratings, 0);
}

function readKey(key, isAnswered) {
  if (key === 'Backspace') return { kind: 'back' };
  if (isAnswered) {
    if (/^[1-5]$/.test(key)) return { kind: 'sureness', value: SURENESSES[key - 1] };
    if (key === 'ArrowRight' || key === 'ArrowUp') return { kind: 'move', by: 1 };
    if (key === 'ArrowLeft' || key === 'ArrowDown') return { kind: 'move', by: -1 };
    return null;
  }
  if (/^[0-9]$/.test(key)) return { kind: 'answer', value: key };
  return /^[nN-]$/.test(key) ? { kind: 'answer', value: 'none' } : null;
}

function step(state, action) {
  const { order, ratings, at, answer } = state;
  if (action.kind === 'back') {
    return { ...state, answer: null, at: answer === null ? Math.max(0, at - 1) : at };
  }
  if (at === order.length) return state;
  if (action.kind === 'answer') return { ...state, answer: action.value };
  if (action.kind !== 'sureness' || answer === null) return state;
  const { value: sureness, milliseconds, timestamp } = action;
  const next = { ...ratings, [order[at]]: { answer, sureness, milliseconds, timestamp } };
  return { order, ratings: next, at: nextUnrated(order, next, at + 1), answer: null };
}

function countRated({ order, ratings }) {
  return order.filter((name) => Object.hasOwn(ratings, name)).length;
}

function toCsv(rater, { order, ratings }) {
  const field = (value) => (/[",;]/.test(value) ? '"' + value.replaceAll('"', '""') + '"' : String(value));
  const rows = order
    .filter((name) => Object.hasOwn(ratings, name))
    .map((name) => COLUMNS.map((column) => field({ rater, image: name, ...ratings[name] }[column])).join(','));
  return [COLUMNS.join(','), ...rows, ''].join('\\n');
}
`;
