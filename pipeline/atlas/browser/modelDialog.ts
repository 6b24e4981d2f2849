/** A model, opened over the page: its card, and all its ideas by start. */
import { DIGITS } from '../../math/images.ts';
import type { ReadingName } from '../../study/records.ts';
import type { Choice } from '../choice.ts';
import { element, formatHundredths } from './elements.ts';
import type { Ideas, ShownIdea } from './ideas.ts';
import { describe } from './inspector.ts';

/** A dialog that the page has once, for whichever model is open. */
export class ModelDialog {
  readonly #ideas: Ideas;
  readonly #title = element('h3', { id: 'atlas-dialog-title' });
  readonly #body = element('div', {});
  readonly #dialog: HTMLDialogElement;
  /** The open model's card, and the place that it goes back to. */
  #card: HTMLElement | null = null;
  #home: HTMLElement | null = null;

  constructor(ideas: Ideas) {
    this.#ideas = ideas;
    const close = element('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×');
    this.#dialog = element(
      'dialog',
      { id: 'atlas-dialog', 'aria-labelledby': 'atlas-dialog-title' },
      element('div', { class: 'dialog-head' }, this.#title, close),
      this.#body,
    );
    document.body.append(this.#dialog);
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#putBack());
    this.#dialog.addEventListener('click', (event) => {
      // A click beside the content is one on the dialog itself.
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  /** Opens a model; gives false where the page has no card of it. */
  open(name: string, choice: Choice): boolean {
    const model = this.#ideas.models.get(name);
    const card = document.querySelector<HTMLElement>(`.card[data-model="${name}"]`);
    if (model === undefined || card === null) return false;
    this.#title.textContent = model.title;
    this.#card = card;
    this.#home = card.parentElement;
    this.#body.replaceChildren(this.#renderStarts(name, choice), card);
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
    return true;
  }

  #putBack(): void {
    if (this.#card !== null) this.#home?.append(this.#card);
    this.#card = null;
  }

  /** The ideas of the first start, and those of the others folded away: a row a start, a column a digit. */
  #renderStarts(name: string, { reading, clock }: Choice): HTMLElement {
    const starts = [...new Set(this.#ideas.models.get(name)!.ideas.starts)].sort((a, b) => a - b);
    const [first, ...others] = starts.map((start) =>
      this.#renderStart(name, { reading, clock, start, mark: null }),
    );
    const caption = `Its ideas of 0 to 9, read ${reading}`;
    const figure = element('figure', { class: 'starts' }, element('figcaption', {}, caption));
    if (first !== undefined) figure.append(first);
    if (others.length > 0) {
      const summary = element('summary', {}, `From the ${others.length} other starts`);
      figure.append(element('details', { class: 'fold' }, summary, ...others));
    }
    return figure;
  }

  #renderStart(name: string, choice: Choice): HTMLElement {
    const shown = DIGITS.flatMap((digit) => this.#ideas.find(name, digit, choice) ?? []);
    const own = shown.filter(({ start }) => start === choice.start);
    return element(
      'div',
      { class: 'start-row' },
      element('p', { class: 'label' }, `start ${choice.start}`),
      element('div', { class: 'strip' }, ...own.map((idea) => renderIdea(idea, choice.reading))),
    );
  }
}

function renderIdea(shown: ShownIdea, reading: ReadingName): HTMLElement {
  const score = shown.score === null ? '' : formatHundredths(shown.score);
  const told = score === '' ? '' : `: ${reading} ${score}`;
  const alt = `Idea of ${shown.digit}, ${describe(shown)}${told}`;
  return element(
    'div',
    { class: 'idea' },
    element('img', { src: shown.picture, width: '28', height: '28', alt }),
    element('span', { 'aria-hidden': 'true' }, element('b', {}, String(shown.digit)), score),
  );
}
