/** What a page owes its readers: found by axe, by the Tab key, and by its width. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/**
 * Violations of WCAG 2.2 (A and AA) and of axe's best practices on the page as it is now, with up to three places each: of
 * all rules, or only of `rules`.
 */
export async function findViolations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(AXE);
  const options = {
    resultTypes: ['violations'],
    ...(rules.length > 0 && { runOnly: rules }),
  };
  const found = await page.evaluate<readonly Violation[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => {
    const places = nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
    return `${id} (${nodes.length}): ${places.join('; ')}`;
  });
}

/** The width of what can be scrolled to; that of the window where nothing sticks out. */
export function measureWidth(page: Page): Promise<number> {
  return page.evaluate<number>('document.scrollingElement.scrollWidth');
}

/** Controls that are seen and enabled: one of each group of radio buttons. */
const CONTROLS = `[...document.querySelectorAll('a[href],button,input,select,summary,textarea,[tabindex="0"]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0)
  .filter((one) => one.type !== 'radio' || one.checked)`;

/** Controls of the page that Tab does not come to, each as its markup begins; it is pressed from the page's start on. */
export async function findUnreached(page: Page): Promise<string[]> {
  await page.evaluate(`window.reached = new Set();
    document.addEventListener('focusin', ({ target }) => window.reached.add(target));
    document.activeElement?.blur();
    window.scrollTo(0, 0)`);
  const count = await page.evaluate<number>(`${CONTROLS}.length`);
  for (let press = 0; press <= count; press++) await page.keyboard.press('Tab');
  return page.evaluate<string[]>(
    `${CONTROLS}.filter((one) => !window.reached.has(one)).map((one) => one.outerHTML.slice(0, 80))`,
  );
}
