/** The controls of the atlas that need a script: reading, start, and the way through training. */

import { checkedValue, find } from '../../playground/browser/elements.ts';
import type { ReadingName } from '../../study/records.ts';
import { type Choice, type Clock, listMarks } from '../choice.ts';
import type { AtlasEntries } from '../packed.ts';
import { formatMoment } from './elements.ts';

/** Shows the controls, and tells of every change. */
export class Controls {
  readonly #entries: AtlasEntries;
  readonly #slider: HTMLInputElement | null;

  constructor(entries: AtlasEntries, onChange: () => void) {
    this.#entries = entries;
    find('atlas-scripted', HTMLElement).hidden = false;
    this.#slider = document.querySelector<HTMLInputElement>('#atlas-way');
    this.#layOutSlider();
    find('atlas-choices', HTMLFormElement).addEventListener('input', (event) => {
      const { name } = event.target as HTMLInputElement;
      if (name === 'atlas-clock') this.#layOutSlider();
      this.#tellMoment();
      onChange();
    });
  }

  /** What is chosen now. */
  get choice(): Choice {
    const clock = this.#clock;
    return {
      reading: checkedValue('atlas-reading') as ReadingName,
      start: this.#hasStarts ? Number(checkedValue('atlas-start')) : 0,
      clock,
      mark: this.#mark(clock),
    };
  }

  get #hasStarts(): boolean {
    return document.querySelector('input[name="atlas-start"]') !== null;
  }

  get #clock(): Clock {
    return this.#slider === null ? 'updates' : (checkedValue('atlas-clock') as Clock);
  }

  /** How far models are to be; null at the right end of the slider. */
  #mark(clock: Clock): number | null {
    if (this.#slider === null) return null;
    return listMarks(this.#entries.models, clock)[Number(this.#slider.value)] ?? null;
  }

  #layOutSlider(): void {
    if (this.#slider === null) return;
    const end = listMarks(this.#entries.models, this.#clock).length;
    this.#slider.max = String(end);
    this.#slider.value = String(end);
    this.#tellMoment();
  }

  #tellMoment(): void {
    if (this.#slider === null) return;
    const { mark, clock } = this.choice;
    const text = mark === null ? 'at the end' : `${formatMoment(mark, clock)}, or at the end`;
    find('atlas-moment', HTMLOutputElement).textContent = text;
    this.#slider.setAttribute('aria-valuetext', text);
  }
}
