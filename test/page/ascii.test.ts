/** A page in ASCII says what it said before. */
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { writeAscii } from '../../pipeline/page/ascii.ts';

const PAGE = `<!doctype html><html><head><style>q::before{content:'“×\u{1d7d8}'}</style></head><body title="h × b">
<p>The network’s idea of 9: 数字のイデア \u{1d7d8}</p><p>plain &amp; &lt;</p>
<script type="application/json" id="data">{"title":"×☆ \u{1d7d8}"}</script><script>const plain = "<p>";</script></body></html>`;

test('text, attributes, data and styles are the same in ASCII, and scripts are left alone', () => {
  const page = writeAscii(PAGE);
  expect([...page].every((character) => character < '\u0080')).toBe(true);
  const { document } = parseHTML(page);
  expect(document.querySelector('p')!.textContent).toBe('The network’s idea of 9: 数字のイデア \u{1d7d8}');
  expect(document.body.getAttribute('title')).toBe('h × b');
  expect(JSON.parse(document.querySelector('#data')!.textContent!)).toEqual({ title: '×☆ \u{1d7d8}' });
  expect(page).toContain(String.raw`content:'\201c \d7 \1d7d8 '`);
  expect(page).toContain('<p>plain &amp; &lt;</p>');
  expect(page).toContain('<script>const plain = "<p>";</script>');
});
