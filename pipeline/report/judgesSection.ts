/** The section on the judges: what they are, how far they can be believed, and where they break. */

import { doScoresHold } from '../judging/judgesCheck.ts';
import { html, type Markup, type Piece } from '../page/html.ts';
import { table } from '../page/table.ts';
import { formatCount, formatPercent, formatScore, joinWords } from '../page/wording.ts';
import type { JudgesCheck, Measurements, NonDigitReading } from '../study/records.ts';
import { describeCause, describeCheck } from './describeCheck.ts';
import { drawNoiseCurves, drawReliability, type NamedCurve } from './judgeCharts.ts';
import {
  calibrationTables,
  consistencyTable,
  damageTable,
  ideasCalibrationTable,
  smoothnessTable,
} from './judgeTables.ts';
import type { Agreement, StudyResults } from './studyResults.ts';

/** The check on the study's own images, cards, calibration, rejection, equivalent noise and agreement of the study's judges. */
export function judgesSection(results: StudyResults): Markup {
  const { judges, agreement } = results;
  if (judges.length === 0) return html`<p>No judge has read.</p>`;
  const readers = listReaders(results);
  const main = chooseMainCurve(results);
  const [calibration, noise] = [describeCalibration(readers), describeNoise(main)];
  return html`${renderCheck(results)}
${table('Judges, frozen before they read any idea of this study', CARD_HEADER, readers.map(cardRow))}
<figure class="aside">
<figcaption>${calibration}</figcaption>
<div class="scroll">${drawReliability(readers, calibration)}</div>
<p class="note">On ${formatCount(judges[0]!.calibration.images)} test digits and non-digits, damaged and in all degrees of noise, each held against every digit as if it were meant to be that. Where a reader gives the digit a probability of 0.7, the image should be that digit in 70% of the cases, on the dashed line. Larger dots are more answers.${readers.length > judges.length ? ' The panel is the mean of its families, calibrated on held-out images as each judge is: where well-calibrated readers differ, their mean alone is right more often than it says.' : ''}</p>
</figure>
${calibrationTables(readers)}
${doScoresHold(results.check) ? ideasCalibrationTable(readers.at(-1)!, listScores(results)) : null}
${table('What is no digit: share rejected, and mean P of the most likely digit', kindHeader(readers), kindRows(readers))}
<p class="note">“Not a digit” was more likely than any one digit in the share rejected. A judge was never shown the kinds marked “new”. In parentheses: mean P of the digit that the image is cut from (tiles), or that its first half is cut from (halves). In overlays and halves, half of the image is a digit.</p>
<figure class="aside">
<figcaption>${noise}</figcaption>
<div class="scroll">${drawNoiseCurves(judges, main, noise)}</div>
<p class="note">Mean P of the right digit for real test digits of which a share of the pixels is flipped.${main === null ? null : html` <em>Equivalent noise</em> of a score is where ${main.name === PANEL ? 'the panel' : main.name}’s curve has that height. How much noise a judge sees a digit through is a setting: bold for “little”, where more than a quarter of flipped pixels counts as no digit, where raters (vision models, not people) lost digits; pale for “much”, up to 45%. Scores are those of “little” unless another is named.`}</p>
</figure>
${damageTable(readers.at(-1)!)}
${smoothnessTable(readers)}
${consistencyTable(results.panel?.agreement ?? [])}
${doScoresHold(results.check) ? agreementTable(agreement) : null}`;
}

/** How well the judges read the study's own test images; where hardly, of each label and with changes undone. */
function renderCheck({ check, config }: StudyResults): Markup {
  const finding = html`<p>${describeCheck(check)}</p>`;
  if (check === null || doScoresHold(check)) return finding;
  const rows = check.digits.map(({ digit, images, right, recognisability }) => [
    String(digit),
    formatCount(images),
    formatPercent(right),
    formatScore(recognisability),
  ]);
  return html`${finding}
<p>${describeCause(check, config.dataset)}</p>
<div class="maps">${table('This study’s own test images, by label', ['label', 'images', 'read rightly', 'mean P of the label'], rows)}
${undoneTable(check)}</div>`;
}

function undoneTable({ undone }: JudgesCheck): Markup | null {
  if (undone.length === 0) return null;
  return table(
    'The same images with a change undone',
    ['undone', 'read rightly'],
    undone.map(({ change, right }) => [change.replaceAll('-', ' '), formatPercent(right)]),
  );
}

function listScores({ ideas }: StudyResults): number[] {
  return ideas.map(({ recognisability }) => recognisability);
}

const CARD_HEADER = [
  'judge',
  'what it is',
  'misread: grey',
  'black and white',
  '25% flipped',
  'P(right)',
  'P(a wrong one)',
  'calibration error',
  'made',
];

/** The name of all judges together. */
const PANEL = 'panel';

/** A judge or the panel, with what was measured of it. */
interface MeasuredJudge extends Measurements {
  readonly name: string;
  readonly description: string;
  /** When, by which code and from what it was made. */
  readonly origin: string;
}

function cardRow(card: MeasuredJudge): Piece[] {
  return [
    card.name,
    card.description,
    ...[card.greyscale, card.binarised, card.flipped].map(({ error }) => formatPercent(error)),
    formatScore(card.binarised.recognisability),
    card.wrongDigit.toFixed(4),
    card.calibration.calibrationError.toFixed(3),
    card.origin,
  ];
}

/** The judges, and the panel of them where it was measured. */
function listReaders({ judges, panel }: Pick<StudyResults, 'judges' | 'panel'>): MeasuredJudge[] {
  const readers = judges.map((card) => ({
    ...card,
    origin: `${card.date}, code ${card.commit.slice(0, 7)}, ${card.data}`,
  }));
  if (panel === null) return readers;
  return [...readers, { ...panel, name: PANEL, description: 'All of them together.', origin: '' }];
}

/** The finding of the reliability diagram. */
export function describeCalibration(readers: readonly Pick<MeasuredJudge, 'name' | 'calibration'>[]): string {
  const errors = readers.map(
    ({ name, calibration }) => `${name} by ${formatScore(calibration.calibrationError)}`,
  );
  return `How far P(intended) is from what is so, on average over [0, 1]: ${joinWords(errors)}.`;
}

function kindHeader(readers: readonly MeasuredJudge[]): string[] {
  return ['kind', ...readers.flatMap(({ name }) => [`${name} rejects`, `${name} largest P of a digit`])];
}

function kindRows(readers: readonly MeasuredJudge[]): Piece[][] {
  return readers[0]!.nonDigits.map(({ kind, isKnown }, at) => [
    isKnown ? kind : `${kind} (new)`,
    ...readers.flatMap(({ nonDigits }) => [
      formatPercent(nonDigits[at]!.rejected),
      formatLargest(nonDigits[at]!),
    ]),
  ]);
}

/** Kinds whose P(intended) is that of a digit they have a part of; of all others it is of every digit in turn. */
const HAS_PART: ReadonlySet<string> = new Set(['tiles', 'halves']);

function formatLargest({ kind, largest, intended }: NonDigitReading): string {
  return HAS_PART.has(kind) ? `${formatScore(largest)} (${formatScore(intended)})` : formatScore(largest);
}

/** The curve of the study's readers: the panel's, or that of a judge that reads alone; null where they were never measured together. */
function chooseMainCurve({ judges, panel, noiseCurve }: StudyResults): NamedCurve | null {
  if (noiseCurve.length === 0) return null;
  const [name, card] = panel === null ? [judges[0]!.name, judges[0]!] : [PANEL, panel];
  return { name, points: noiseCurve, much: card.noiseCurveMuch };
}

/** The finding of the noise curves. */
function describeNoise(main: NamedCurve | null): string {
  if (main === null) return 'These judges were never measured together: each has only its own curve.';
  const at = (rate: number) =>
    formatScore(main.points.find(({ flipRate }) => flipRate === rate)!.recognisability);
  return `Real digits score ${at(0)} as they are, ${at(0.25)} with a quarter of their pixels flipped, and ${at(0.5)} with half of them flipped, which leaves nothing of a digit.`;
}

function agreementTable(pairs: readonly Agreement[]): Markup | null {
  if (pairs.length === 0) return null;
  return table(
    'Do the judges put the ideas in the same order? Kendall’s tau-b: 1 the same, 0 unrelated, −1 the reverse',
    ['judges', 'tau'],
    pairs.map(({ judges, tau }) => [judges.join(' and '), tau === null ? 'undefined' : formatScore(tau)]),
  );
}
