/**
 * The page on which people rate images blindly: one file without network, for any browser, keyboard or touch.
 *
 * It holds names that tell nothing and the pictures, and neither where an image is from nor what it is meant to be.
 */
import { createHash } from 'node:crypto';
import { DIGITS, SIDE } from '../math/images.ts';
import { html, type Markup, trusted } from '../page/html.ts';
import { ideaDataUri } from '../page/ideaImage.ts';
import { renderPage } from '../page/pageFrame.ts';
import { PAGE_STYLE } from '../page/style.ts';
import { formatCount, formatQuantity } from '../page/wording.ts';
import { RATING_BINDINGS } from './ratingPageBindings.ts';
import { RATING_LOGIC } from './ratingPageLogic.ts';
import { RATING_STYLE } from './ratingPageStyle.ts';
import { SURENESSES } from './ratingRecords.ts';

/** What a rating page shows. */
export interface RatingPageContent {
  /** The study's, for the name of the exported file. */
  readonly name: string;
  /** Tells this page's progress from that of other pages in the same browser. */
  readonly identity: string;
  /** `name`: opaque; `pixels`: [784] in [0, 1]. */
  readonly images: readonly { readonly name: string; readonly pixels: Float32Array }[];
}

/** About what raters of such images take. */
const SECONDS_PER_IMAGE = 4;

/** The page as a self-contained HTML file. The same content always gives the same text. */
export function renderRatingPage({ name, identity, images }: RatingPageContent): string {
  const script = `'use strict';\n${RATING_LOGIC}${RATING_BINDINGS}`;
  const data = { name, identity, images: images.map((image) => [image.name, encodeImage(image.pixels)]) };
  return renderPage({
    title: 'Which digit do you see?',
    style: PAGE_STYLE + RATING_STYLE,
    scriptHashes: [`sha256-${createHash('sha256').update(script).digest('base64')}`],
    body: html`<main>
${renderStart(images.length)}
${renderTrial(images.length)}
${renderFinish()}
</main>
<footer id="tools" hidden><div class="line"><button id="download" class="plain" type="button">Download answers (CSV)</button><span>Rating as <b id="who"></b>. <span id="kept">Your answers are kept in this browser; you can stop and come back.</span></span></div></footer>
<noscript><p>This page needs JavaScript. It runs on your computer only and sends nothing anywhere.</p></noscript>
<script type="application/json" id="page">${trusted(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>
<script>${trusted(script)}</script>`,
  });
}

function encodeImage(pixels: Float32Array): string {
  return ideaDataUri(pixels).replace(/^.*,/, '');
}

function renderStart(count: number): Markup {
  const minutes = Math.ceil((count * SECONDS_PER_IMAGE) / 60);
  return html`<section id="start" aria-labelledby="title">
<p class="kicker">Reading small images</p>
<h1 id="title">Which digit do you see?</h1>
<p>You will see ${formatQuantity(count, 'image')}, one at a time: white on black, ${SIDE} by ${SIDE} pixels. In some a digit is plain, in some it is hard to find, and in some there is none.</p>
<p>For each, say <strong>which digit you see, or none</strong>, and then <strong>how sure you are</strong> of that answer: 0% is a mere guess, 100% is beyond doubt. Go by your first impression; there is no need to hurry. All of it takes about ${formatQuantity(minutes, 'minute')}, and you can stop and come back.</p>
<p class="keys">Keys: <kbd>0</kbd> to <kbd>9</kbd> for a digit, <kbd>n</kbd> for none; then <kbd>1</kbd> to <kbd>5</kbd>, or <kbd>←</kbd> <kbd>→</kbd> and <kbd>Enter</kbd>, for how sure; <kbd>Backspace</kbd> to go back. Or tap the buttons.</p>
<p id="welcome" role="status"></p>
<form id="form" autocomplete="off">
<label for="name">Your name, or any name you like</label>
<div class="line"><input id="name" name="name" required maxlength="60" aria-describedby="name-note"><button class="main" type="submit">Start</button></div>
<p id="name-note" class="note">It goes into the file that you download at the end, and nowhere else. Use the same name to come back.</p>
</form>
</section>`;
}

function renderTrial(count: number): Markup {
  const digits = DIGITS.map(
    (digit) => html`<button type="button" data-answer="${digit}" aria-pressed="false">${digit}</button>`,
  );
  const degrees = SURENESSES.map(
    (sureness) =>
      html`<button type="button" data-sureness="${sureness}" aria-pressed="false" disabled>${sureness}%</button>`,
  );
  return html`<section id="rate" aria-label="Rating" hidden>
<div class="bar"><progress id="progress" max="${count}" value="0" aria-label="Images rated"></progress><span id="count" role="status">0 of ${formatCount(count)} rated</span><button id="back" class="plain" type="button">Back</button></div>
<div class="trial">
<p class="picture"><img id="image" width="28" height="28" alt=""></p>
<div class="questions">
<div id="answers" role="group" aria-labelledby="question" tabindex="-1"><h1 id="question">Which digit do you see?</h1><div class="digits">${digits}<button class="none" type="button" data-answer="none" aria-pressed="false">none</button></div></div>
<div id="sureness" class="waiting" role="group" aria-labelledby="surequestion" tabindex="-1"><h2 id="surequestion">How sure are you?</h2><div class="degrees">${degrees}</div><p class="ends-of-scale" aria-hidden="true"><span>a mere guess</span><span>beyond doubt</span></p></div>
<p class="hint"><kbd>0</kbd>–<kbd>9</kbd> or <kbd>n</kbd>, then <kbd>1</kbd>–<kbd>5</kbd>. <kbd>Backspace</kbd> goes back.</p>
</div>
</div>
</section>`;
}

function renderFinish(): Markup {
  return html`<section id="finish" aria-labelledby="thanks" tabindex="-1" hidden>
<p class="kicker">All images are rated</p>
<h1 id="thanks">Thank you.</h1>
<p>One step is left: <strong>download your answers</strong> and send the file to whoever asked you to rate.</p>
<div class="line"><button id="download-end" class="main" type="button">Download answers (CSV)</button><button id="again" class="plain" type="button">Back to the last image</button></div>
</section>`;
}
