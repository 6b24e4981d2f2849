/** The frame that every page shares: one HTML file that loads nothing from the network, in light and dark. */
import { html, type Piece, trusted } from './html.ts';

/** What differs from page to page. */
export interface Page {
  readonly title: string;
  /** CSS of this project. */
  readonly style: string;
  readonly body: Piece;
  /** Hashes of the scripts that may run (`sha256-...`); none may where not given. */
  readonly scriptHashes?: readonly string[];
  /** Whether images may also come from the folders beside the page, on disk or on its own server. */
  readonly hasImagesBeside?: boolean;
}

/** The whole file; images may come from data URIs and, where the page says so, from beside it. */
export function renderPage({ title, style, body, scriptHashes = [], hasImagesBeside = false }: Page): string {
  const images = hasImagesBeside ? "data: file: 'self'" : 'data:';
  const hashes = scriptHashes.map((hash) => `'${hash}'`).join(' ');
  const script = hashes === '' ? '' : `; script-src ${hashes}`;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${trusted(images)}; style-src 'unsafe-inline'${trusted(script)}">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}
