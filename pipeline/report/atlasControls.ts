/** What a reader chooses in the atlas: digit and seed by style alone, the rest by the script that the page may carry. */
import { max } from 'simple-statistics';
import type { Atlas } from '../atlas/gatherEntries.ts';
import type { AtlasEntries } from '../atlas/packed.ts';
import { doScoresHold } from '../judging/judgesCheck.ts';
import { DIGITS } from '../math/images.ts';
import { html, type Markup, trusted } from '../page/html.ts';
import { READING_NAMES } from '../study/records.ts';
import type { StudyResults } from './studyResults.ts';

/** Radio buttons for digit and seed and, where the page carries the ideas, for what its script shows of them. */
export function renderAtlasControls(results: StudyResults, entries: AtlasEntries | null): Markup {
  const first = chooseDigit(results);
  const seeds = [...listSeeds(results)].sort((a, b) => a - b).map(String);
  return html`<form class="choices" id="atlas-choices" autocomplete="off">
${choice('atlas-digit', 'Digit', [...DIGITS.map(String), 'all'], String(first))}
${seeds.length > 1 ? choice('atlas-seed', 'Seed', [...seeds, 'all'], 'all') : null}
${entries === null ? null : scripted(entries)}</form>
<p class="note">${describeFirst(results, first)}</p>`;
}

/** The seeds of the models that are shown, in the order of the config. */
function listSeeds({ config, sample }: StudyResults): readonly number[] {
  return sample === undefined
    ? config.grid.seeds
    : config.grid.seeds.filter((seed) => sample.seeds.has(seed));
}

/** The digit that is shown first: that of the median mean score, so that none is picked for its looks; 0 where scores do not hold. */
export function chooseDigit({ digits, check }: Pick<StudyResults, 'digits' | 'check'>): number {
  if (!doScoresHold(check)) return 0;
  const ranked = [...digits].sort((a, b) => a.recognisability.mean - b.recognisability.mean);
  return ranked[Math.floor((ranked.length - 1) / 2)]?.digit ?? 0;
}

function describeFirst({ digits, check }: StudyResults, first: number): string {
  const isRanked = digits.length > 0 && doScoresHold(check);
  const why = isRanked ? ', the digit of the median score over all models,' : '';
  return `The ideas of ${first}${why} are shown first; in print, those of every digit.`;
}

/** A group of radio buttons that look like one row of keys. */
function choice(name: string, legend: string, values: readonly string[], checked: string): Markup {
  const button = (value: string) =>
    html`<label><input type="radio" name="${name}" value="${value}"${value === checked ? trusted(' checked') : null}><span>${value}</span></label>`;
  return html`<fieldset class="choice"><legend>${legend}</legend><div>${values.map(button)}</div></fieldset>`;
}

/** What needs the script, which shows it. */
function scripted({ models }: AtlasEntries): Markup {
  const starts = 1 + max(models.flatMap(({ ideas }) => ideas.starts));
  const hasWay = models.some(({ way }) => way.length > 0);
  const numbers = Array.from({ length: starts }, (_, start) => String(start));
  return html`<div id="atlas-scripted" class="choices" hidden>
${choice('atlas-reading', 'Read', READING_NAMES, 'masked')}
${starts > 1 ? choice('atlas-start', 'Start', numbers, '0') : null}
${hasWay ? renderSlider() : null}</div>
`;
}

function renderSlider(): Markup {
  return html`${choice('atlas-clock', 'Same number of', ['updates', 'examples'], 'updates')}
<label class="way">In training <input type="range" id="atlas-way" min="0" max="0" value="0"><output id="atlas-moment" for="atlas-way">at the end</output></label>
`;
}

/** Where the script shows the idea under the pointer or the focus. */
export const INSPECTOR: Markup = html`<aside id="atlas-inspector" aria-live="polite" hidden></aside>`;

/** What the script needs, at the end of the page, and the script. */
export function atlasScripts({ entries, script }: Atlas): Markup {
  const json = JSON.stringify(entries).replaceAll('<', '\\u003c');
  return html`<script type="application/json" id="atlas-entries">${trusted(json)}</script>
<script>${trusted(script)}</script>`;
}

/** Which digits and seeds the style hides. In print all are shown. */
export function atlasChoiceStyle(results: StudyResults): string {
  const rule = (name: string, value: string, hidden: string) =>
    `#atlas:has(input[name="${name}"][value="${value}"]:checked) .atlas ${hidden}{display:none}`;
  const digits = DIGITS.map((digit) =>
    rule('atlas-digit', String(digit), `.idea:not([data-digit="${digit}"])`),
  );
  const seeds = listSeeds(results).map((seed) =>
    rule('atlas-seed', String(seed), `[data-seed]:not([data-seed="${seed}"])`),
  );
  return `\n@media screen{\n${[...digits, ...seeds].join('\n')}\n}`;
}
