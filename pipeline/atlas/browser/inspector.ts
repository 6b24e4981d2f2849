/** The idea under the pointer or the focus, large, with what is said of it. */
import { find } from '../../playground/browser/elements.ts';
import { element, formatHundredths, formatMoment } from './elements.ts';
import type { ShownIdea } from './ideas.ts';

/** Shows an idea beside the atlas. */
export function inspect(shown: ShownIdea): void {
  const place = find('atlas-inspector', HTMLElement);
  place.hidden = false;
  place.replaceChildren(
    element('img', { src: shown.picture, width: '28', height: '28', alt: '' }),
    element('p', { class: 'what' }, `${shown.digit}`, element('span', {}, describe(shown))),
    ...renderScores(shown),
  );
}

/** `hidden 784, batch 1,000, seed 0, start 1, after 1,024 updates`. */
export function describe({ model, start, moment }: ShownIdea): string {
  const made = formatMoment(moment.updates, 'updates');
  return `${model.title}, start ${start}, ${made}${moment.isEnd ? ', the end' : ''}`;
}

function renderScores({ model, moment, at }: ShownIdea): HTMLElement[] {
  const { scores } = moment.ideas;
  if (scores === null) return [];
  const judges = moment.isEnd ? Object.entries(model.judges) : [];
  return [
    element('p', { class: 'of' }, 'Panel, by reading'),
    ...Object.entries(scores).map(([name, own]) => renderBar(name, own[at]!)),
    ...(judges.length > 0 ? [element('p', { class: 'of' }, 'Judges, masked')] : []),
    ...judges.map(([name, own]) => renderBar(name, own[at]!)),
  ];
}

function renderBar(name: string, score: number): HTMLElement {
  const bar = element('i', {});
  bar.style.width = `${score}%`;
  return element(
    'div',
    { class: 'bar-row' },
    element('span', {}, name),
    element('span', { class: 'track' }, bar),
    element('b', {}, formatHundredths(score)),
  );
}
