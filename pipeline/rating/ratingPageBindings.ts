/**
 * What ties the rating page's logic to its screens, buttons, keys, storage and download: a script as text, which runs
 * in a reader's browser, after that of ratingPageLogic.ts.
 */

/** The second part of the page's script. It expects the page's data in #page and its elements by id. */
export const RATING_BINDINGS = `
const page = JSON.parse(document.getElementById('page').textContent);
const images = new Map(page.images);
const find = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
let rater = null;
let state = null;
let shownAt = 0;

function storageKey(name) {
  return 'digit-ideas/rating/' + page.identity + '/' + name;
}

function load(name) {
  try {
    return JSON.parse(localStorage.getItem(storageKey(name)) ?? '{}');
  } catch {
    return {};
  }
}

function save() {
  try {
    localStorage.setItem(storageKey(rater), JSON.stringify(state.ratings));
    localStorage.setItem(storageKey(''), JSON.stringify(rater));
  } catch {
    find('kept').textContent = 'This browser keeps nothing: download your answers before you close the page.';
  }
}

function show(screen) {
  for (const name of ['start', 'rate', 'finish']) find(name).hidden = name !== screen;
  find('tools').hidden = screen !== 'rate';
}

function draw() {
  const total = state.order.length;
  const rated = countRated(state);
  find('progress').value = rated;
  find('count').textContent = rated + ' of ' + total + ' rated';
  find('download').disabled = rated === 0;
  if (state.at === total) {
    show('finish');
    find('finish').focus();
    return;
  }
  show('rate');
  const name = state.order[state.at];
  const earlier = state.ratings[name];
  const isAnswered = state.answer !== null;
  if (find('image').dataset.name !== name) {
    find('image').src = 'data:image/png;base64,' + images.get(name);
    find('image').alt = 'Image ' + (state.at + 1) + ' of ' + total + ': say what you see in it';
    find('image').dataset.name = name;
    shownAt = performance.now();
  }
  const answer = state.answer ?? earlier?.answer;
  for (const button of all('[data-answer]')) press(button, button.dataset.answer === answer);
  for (const button of all('[data-sureness]')) {
    press(button, !isAnswered && String(earlier?.sureness) === button.dataset.sureness);
    button.disabled = !isAnswered;
  }
  find('sureness').classList.toggle('waiting', !isAnswered);
  find('back').disabled = !isAnswered && state.at === 0;
  const seen = state.answer === 'none' ? 'there is none' : 'it is a ' + state.answer;
  find('surequestion').textContent = isAnswered ? 'How sure are you that ' + seen + '?' : 'How sure are you?';
}

function press(button, isPressed) {
  button.setAttribute('aria-pressed', String(isPressed));
}

function act(action) {
  const timed = { ...action, milliseconds: Math.round(performance.now() - shownAt), timestamp: new Date().toISOString() };
  const before = state;
  state = step(state, timed);
  if (state === before) return;
  if (state.ratings !== before.ratings) save();
  if (action.kind === 'back') shownAt = performance.now();
  draw();
  if (state.at < state.order.length) find(state.answer === null ? 'answers' : 'sureness').focus();
}

function moveFocus(by) {
  const buttons = all('[data-sureness]');
  const at = buttons.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : buttons.length - 1) : at + by;
  buttons[Math.min(buttons.length - 1, Math.max(0, next))].focus();
}

function start(name) {
  rater = name.replace(/\\s+/g, ' ').trim();
  if (rater === '') return;
  state = begin(orderFor(rater, [...images.keys()]), load(rater));
  find('who').textContent = rater;
  save();
  draw();
  if (state.at < state.order.length) find('answers').focus();
}

function download() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([toCsv(rater, state)], { type: 'text/csv' }));
  link.download = 'ratings-' + page.name + '-' + (rater.replace(/[^\\p{L}\\p{N}]+/gu, '-') || 'rater') + '.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

find('form').addEventListener('submit', (event) => {
  event.preventDefault();
  start(find('name').value);
});
for (const button of all('[data-answer]')) {
  button.addEventListener('click', () => act({ kind: 'answer', value: button.dataset.answer }));
}
for (const button of all('[data-sureness]')) {
  button.addEventListener('click', () => act({ kind: 'sureness', value: Number(button.dataset.sureness) }));
}
for (const id of ['back', 'again']) find(id).addEventListener('click', () => act({ kind: 'back' }));
for (const id of ['download', 'download-end']) find(id).addEventListener('click', download);
document.addEventListener('keydown', (event) => {
  if (state === null || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = readKey(event.key, state.answer !== null);
  if (action === null) return;
  event.preventDefault();
  if (action.kind === 'move') moveFocus(action.by);
  else act(action);
});

const last = load('');
if (typeof last === 'string') {
  find('name').value = last;
  const rated = Object.keys(load(last)).length;
  find('welcome').textContent = 'Welcome back: ' + rated + ' of ' + images.size + ' images are rated. You go on where you stopped.';
}
`;
