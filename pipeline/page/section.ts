/** What a report is made of. */
import type { Markup } from './html.ts';

/** A part of a report. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** What one figure of a section shows of a study that needs several: the settings that its cells share. */
export interface Facet<Items> {
  /** Such as `optimizer sgd`; empty where there is one. */
  readonly title: string;
  readonly items: Items;
}
