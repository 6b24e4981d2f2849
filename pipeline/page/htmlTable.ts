/** Tables of numbers, as a page draws them. */
import { html, type Markup, type Piece } from './html.ts';

/** A table of numbers with its caption; the first field of a row is its header. */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly Piece[])[],
): Markup {
  const body = rows.map(
    ([
      first,
      ...rest
    ]) => html`<tr><th scope="row">${first ?? ''}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="numbers"><caption>${caption}</caption>
<thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}
