/** The playground as markup: a button that opens it, its controls, and the data that its script reads when it is opened. */
import { DIGITS, SIDE } from '../math/images.ts';
import { raise } from '../math/powers.ts';
import { html, type Markup, trusted } from '../page/html.ts';
import { formatCount, joinWords } from '../page/wording.ts';
import { PAD_SIDE } from './drawing.ts';
import type { Playground } from './gatherPlayground.ts';
import type { ModelEntry, PlaygroundEntries } from './packed.ts';

/** The section's body. */
export function playgroundSection({ entries }: Playground): Markup {
  return html`<p>Draw a digit and see what a model of this study makes of it${entries.judges.length > 0 ? ', and what its judges do' : null}. Lay the model’s idea of a digit under your drawing, watch a search change it pixel by pixel, or have it made into a counterfeit. All of this runs in this page: nothing is loaded, and nothing is sent anywhere.</p>
<noscript><p class="caution">The playground needs JavaScript.</p></noscript>
<p id="play-start"><button type="button" class="main" id="play-open">Open the playground</button></p>
<div id="play" hidden>
${renderChoices(entries)}
<div class="play-parts">
${renderPad()}
${renderImage()}
${renderAnswers(entries)}
</div>
<p class="note">${describeRounding(entries.models)}${entries.judges.length > 0 ? JUDGES_NOTE : ` The judges are left out, because they cannot read this study’s digits.`}</p>
</div>`;
}

/** What the script needs, at the end of the page: weights as text that nothing decodes before the playground is opened. */
export function playgroundScripts({ entries, modelWeights, judgeWeights, script }: Playground): Markup {
  const weights = (kind: string, texts: readonly string[]) =>
    texts.map(
      (text, at) => html`<script type="text/plain" id="play-${kind}-${at}">${trusted(text)}</script>\n`,
    );
  return html`<script type="application/json" id="play-entries">${trusted(JSON.stringify(entries).replaceAll('<', '\\u003c'))}</script>
${weights('model', modelWeights)}${weights('judge', judgeWeights)}<script>${trusted(script)}</script>`;
}

/**
 * How near the probabilities of packed judges are to the panel's, rounded up: 0.0114 of shape, 0.0035 of all together, less of
 * the others, over the first 1,000 test digits: DIGIT_IDEAS_EACH_DIGIT=1 npx vitest run test/playground/packed.test.ts
 */
export const JUDGES_BOUND = 0.012;

const JUDGES_NOTE = ` The judges read what the model reads as this study’s scores are made: where no training image has ink, nothing counts, and “panel” is their pooled answer. On the first 1,000 test digits of MNIST their probabilities are within ${JUDGES_BOUND} of the study’s.`;

/** Most that logits of trained models move where sums are taken in another order than the engine's; measured: 0.00001. */
const OTHER_ORDER = 0.0001;

/** What the weights' rounding does to the models, in one sentence. */
export function describeRounding(models: readonly ModelEntry[]): string {
  const largest = Math.max(...models.map(({ rounding }) => rounding.largestChange));
  const images = Math.max(...models.map(({ rounding }) => rounding.images));
  const others = models.filter(({ rounding }) => rounding.otherAnswers > 0);
  const answers =
    others.length === 0
      ? 'no answer changes'
      : `answers change: ${joinWords(others.map(({ title, rounding }) => `${rounding.otherAnswers} of ${title}`))}`;
  return `The models’ weights are carried in half precision. On the first ${formatCount(images)} test images the logits are within ${roundUp(largest + OTHER_ORDER)} of the study’s, and ${answers}.`;
}

/** The next number of two significant digits. */
function roundUp(value: number): string {
  const digits = Math.max(0, 1 - Math.floor(Math.log10(value)));
  const scale = raise(10, digits);
  return (Math.ceil(value * scale) / scale).toFixed(digits);
}

function renderChoices({ models }: PlaygroundEntries): Markup {
  const options = models.map(({ title }, at) => html`<option value="${at}">${title}</option>`);
  const digits = DIGITS.map(
    (digit) =>
      html`<label><input type="radio" name="play-digit" value="${digit}"${digit === 4 ? trusted(' checked') : null}><span>${digit}</span></label>`,
  );
  return html`<div class="play-choices">
<label class="play-model">Model <select id="play-model">${options}</select></label>
<fieldset class="play-digits" id="play-digits"><legend>Digit that you want</legend><div>${digits}</div></fieldset>
</div>`;
}

function renderPad(): Markup {
  return html`<div class="play-part">
<h3 id="play-pad-title">Your drawing</h3>
<canvas id="play-pad" width="${PAD_SIDE}" height="${PAD_SIDE}" tabindex="0" role="application" aria-labelledby="play-pad-title" aria-describedby="play-pad-keys"></canvas>
<p class="play-said" id="play-said" role="status">Draw something.</p>
<div class="play-line" role="group" aria-label="Tools"><label class="play-check"><input type="radio" name="play-tool" value="pen" checked> Pen</label><label class="play-check"><input type="radio" name="play-tool" value="rubber"> Rubber</label><button type="button" id="play-undo">Undo</button><button type="button" id="play-clear">Clear</button></div>
<label class="play-check"><input type="checkbox" id="play-hint"> Lay the model’s idea of <b class="play-wanted">4</b> under it</label>
<p class="note" id="play-pad-keys">Draw with a mouse, a finger or a pen. By keyboard: arrows move, Space puts the pen down and lifts it, Backspace takes the last line back, Delete clears.</p>
</div>`;
}

function renderImage(): Markup {
  const way = (value: string, text: string, isChecked: boolean) =>
    html`<label class="play-way"><input type="radio" name="play-reduction" value="${value}"${isChecked ? trusted(' checked') : null}><canvas id="play-${value}" width="${SIDE}" height="${SIDE}" aria-hidden="true"></canvas><span><b>${text}</b><span id="play-${value}-answer">–</span></span></label>`;
  return html`<div class="play-part">
<h3 id="play-image-title">What the model gets</h3>
<canvas id="play-image" width="${2 * PAD_SIDE}" height="${2 * PAD_SIDE}" tabindex="0" role="application" aria-labelledby="play-image-title" aria-describedby="play-image-keys play-pixel"></canvas>
<div class="play-ways" role="radiogroup" aria-label="How the drawing becomes ${SIDE} by ${SIDE} pixels">${way('drawn', 'as drawn', true)}${way('fitted', 'fitted as MNIST’s digits', false)}</div>
<p class="play-energy">Energy for <b class="play-wanted">4</b>: <b id="play-energy">–</b> <span id="play-pixel" aria-live="polite"></span></p>
<div class="play-line"><button type="button" id="play-search"><span id="play-search-start">Search for <b class="play-wanted">4</b></span><span id="play-search-stop" hidden>Stop</span></button><button type="button" id="play-counterfeit">Make it read as <b class="play-wanted">4</b></button><button type="button" id="play-back" disabled>Back to the drawing</button></div>
<p class="play-found" id="play-found" role="status"></p>
<p class="note" id="play-image-keys">Click a pixel to flip it; by keyboard, arrows and Space. A search makes the energy for the digit that you want as large as single flips can; a counterfeit flips as few pixels as it needs.</p>
</div>`;
}

function renderAnswers({ judges }: PlaygroundEntries): Markup {
  const columns = [
    ['model', 'model'],
    ...(judges.length > 1 ? [['together', 'panel']] : []),
    ...judges.map(({ name }) => [name, name]),
  ];
  const rows = [...DIGITS.map(String), 'none'].map(
    (
      answer,
      at,
    ) => html`<tr><th scope="row">${answer}</th>${columns.map(([of]) => html`<td data-of="${of ?? ''}" data-answer="${at}"><i></i><span>–</span></td>`)}</tr>
`,
  );
  return html`<div class="play-part play-answers">
<h3 id="play-answers-title">What they answer</h3>
<table aria-labelledby="play-answers-title"><thead><tr><th scope="col">in %</th>${columns.map(([, title]) => html`<th scope="col">${title ?? ''}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>
</div>`;
}
