/** The page's elements, which the script expects by id. */

/** The element with an id. Throws where the page lacks it, or has another kind of element there. */
export function find<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page: expected #${id} to be ${kind.name}, got ${element?.tagName ?? 'nothing'}`);
}

/** All elements of a selector, in the page's order. */
export function findAll(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

/** The checked value of a group of radio buttons. */
export function checkedValue(name: string): string {
  return document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)!.value;
}

/** Calls back when another button of a group is checked. */
export function onCheck(name: string, callback: () => void): void {
  for (const input of findAll(`input[name="${name}"]`)) input.addEventListener('change', callback);
}

/** Text that the page carries as data. */
export function carriedText(id: string): string {
  return find(id, HTMLScriptElement).textContent ?? '';
}

/** The drawing context of a canvas. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  return canvas.getContext('2d')!;
}
