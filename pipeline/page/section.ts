/** What a report is made of. */
import type { Markup } from './html.ts';

/** A part of a report. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}
