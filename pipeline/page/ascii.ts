/**
 * A page in ASCII. One that holds a single character beyond Latin-1 is kept by a browser in two bytes a character: a report of
 * 13 MB, nearly all of it weights in base64, then takes a quarter longer to open.
 */

/** A script or a style with what is in it, or a character that is not of ASCII. */
const PARTS = /(<(script|style)\b[^>]*>)([\s\S]*?)(<\/\2>)|[^\0-\x7f]/gu;

/**
 * The same page with every character beyond ASCII written as HTML, CSS and JavaScript each have it. Scripts that the page's
 * policy knows by their hash have to be of ASCII already, as bundleEntry gives them: of scripts only data change.
 */
export function writeAscii(page: string): string {
  return page.replace(PARTS, (character, open?: string, kind?: string, text?: string, close?: string) =>
    open === undefined
      ? `&#x${hexOf(character)};`
      : `${open}${kind === 'style' ? escapeStyle(text!) : escapeScript(text!)}${close}`,
  );
}

function escapeStyle(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => `\\${hexOf(character)} `);
}

/** One unit of UTF-16 at a time, as strings of JSON and JavaScript have them, and regular expressions. */
export function escapeScript(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${hexOf(unit).padStart(4, '0')}`);
}

function hexOf(character: string): string {
  return character.codePointAt(0)!.toString(16);
}
