/** A model, opened over the page: its card, and all its ideas by start. */
import { DIGITS } from '../../math/images.ts';
import type { Choice } from '../choice.ts';
import { element, formatHundredths } from './build.ts';
import type { Ideas } from './ideas.ts';
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

  /** Every idea: a row a start, a column a digit. */
  #renderStarts(name: string, choice: Choice): HTMLElement {
    const atEnd: Choice = { ...choice, mark: null };
    const starts = [...new Set(this.#ideas.models.get(name)!.ideas.starts)].sort((a, b) => a - b);
    const rows = starts.map((start) => {
      const cells = DIGITS.flatMap((digit) => {
        const shown = this.#ideas.find(name, digit, { ...atEnd, start });
        if (shown === null || shown.start !== start) return [];
        const score = shown.score === null ? '' : formatHundredths(shown.score);
        const alt = `Idea of ${digit}, ${describe(shown)}${score === '' ? '' : `: ${choice.reading} ${score}`}`;
        return [
          element(
            'div',
            { class: 'idea' },
            element('img', { src: shown.picture, width: '28', height: '28', alt }),
            element('span', { 'aria-hidden': 'true' }, element('b', {}, String(digit)), score),
          ),
        ];
      });
      return element(
        'div',
        { class: 'start-row' },
        element('p', { class: 'label' }, `start ${start + 1}`),
        element('div', { class: 'strip' }, ...cells),
      );
    });
    const caption = `Ideas of 0 to 9 from each start, read ${choice.reading}.`;
    return element('figure', { class: 'starts' }, element('figcaption', {}, caption), ...rows);
  }
}
