/** Translates what the other scripts of a page write into it, as it is written. */
import type { Catalogue } from '../catalogue.ts';
import { openTranslator } from '../translate.ts';

const carried = document.getElementById('language-catalogue')?.textContent ?? '';
const translate = openTranslator(JSON.parse(carried) as Catalogue);
const TOLD = ['alt', 'aria-label', 'aria-valuetext', 'title'];

/** The translation of what is in Latin letters; null where there is nothing to change. */
function translateNew(text: string): string | null {
  const own = /[A-Za-z]/.test(text) ? translate(text) : null;
  return own === text ? null : own;
}

function visitText(node: Node): void {
  const own = translateNew(node.textContent ?? '');
  if (own !== null) node.textContent = own;
}

function visitAttribute(element: Element, name: string): void {
  const own = translateNew(element.getAttribute(name) ?? '');
  if (own !== null) element.setAttribute(name, own);
}

function visit(root: Node): void {
  // What a page carries as data is a text as well, and a long one.
  if (root instanceof HTMLScriptElement || root.parentNode instanceof HTMLScriptElement) return;
  if (root instanceof Text) visitText(root);
  if (root instanceof Element) for (const name of TOLD) visitAttribute(root, name);
  for (const child of root.childNodes) visit(child);
}

new MutationObserver((changes) => {
  for (const { type, target, attributeName, addedNodes } of changes) {
    if (type === 'attributes') visitAttribute(target as Element, attributeName!);
    else if (type === 'characterData') visitText(target);
    else for (const node of addedNodes) visit(node);
  }
}).observe(document.body, {
  ...{ subtree: true, childList: true, characterData: true },
  ...{ attributes: true, attributeFilter: TOLD },
});
