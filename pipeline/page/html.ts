/**
 * HTML as a tagged template that escapes whatever is put into it, so that no text of a study (a description, a
 * reason, a judge's name) can become markup.
 */

/** A piece of HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

/** What a template takes: text and numbers are escaped, markup is not, null and lists of pieces are fine. */
export type Piece = string | number | Markup | null | readonly Piece[];

/** `html\`<p>${text}</p>\``: the template with every piece escaped unless it is markup already. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const rest = pieces.map((piece, i) => render(piece) + strings[i + 1]!);
  return { markup: strings[0]! + rest.join('') };
}

/** Declares a string to be markup. Only for what a library has escaped or this project has written. */
export function trusted(markup: string): Markup {
  return { markup };
}

function render(piece: Piece): string {
  if (piece === null) return '';
  if (typeof piece === 'string') return escapeText(piece);
  if (typeof piece === 'number') return String(piece);
  return isMarkup(piece) ? piece.markup : piece.map(render).join('');
}

function isMarkup(piece: Markup | readonly Piece[]): piece is Markup {
  return 'markup' in piece;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text with the five characters that mean something in HTML replaced, fit for content and quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
