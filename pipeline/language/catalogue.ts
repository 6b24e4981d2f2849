/**
 * Catalogues: what a report says in English, each message beside its translation, as in gettext. A message may have slots,
 * `{a}`: what stands in one is a number, a name, or itself a message, which is translated in turn; in `{n}` only a number. Tags of a page inside a
 * message are numbered, `<1>` to `</1>`.
 */

/** A message and its translation, which has the same slots and tags in an order of its own. */
export type Entry = readonly [english: string, translated: string];

/** What a language writes between the parts of what is put together. */
export interface Punctuation {
  readonly stop: string;
  readonly between: string;
  /** What joins the items of a list, by what joins them in English. */
  readonly joints: readonly Entry[];
  readonly brackets: readonly [open: string, close: string];
}

/** Everything that is known of a language. */
export interface Catalogue {
  /** The language's tag in HTML. */
  readonly tag: string;
  readonly entries: readonly Entry[];
  readonly punctuation: Punctuation;
  /** Words that stay as they are, such as names of judges. */
  readonly names: readonly string[];
}

/** A message cut at its slots: the texts around them, and their names. */
export interface Message {
  readonly texts: readonly string[];
  readonly slots: readonly string[];
}

/** Cuts a message at its slots. */
export function cutMessage(message: string): Message {
  const parts = message.split(/\{(\w+)\}/);
  return {
    texts: parts.filter((_, at) => at % 2 === 0),
    slots: parts.filter((_, at) => at % 2 === 1),
  };
}
