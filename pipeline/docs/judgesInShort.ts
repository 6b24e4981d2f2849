/** How well the judges read, in a few sentences. */
import { mean } from '../math/rows.ts';
import type { PanelCard } from '../study/records.ts';
import { formatPoints, WANTED } from './figures.ts';

/** What the panel makes of test images, and what was wanted of it, in two paragraphs. */
export function describeJudges({ card }: { readonly card: PanelCard }): string {
  const { binarised, greyscale, wrongDigit, calibration, nonDigits, agreement, smoothness } = card;
  const untaught = nonDigits.filter(({ isKnown }) => !isKnown).map(({ largest }) => largest);
  const noise = nonDigits.find(({ kind }) => kind === 'noise')!;
  const errors = calibration.fifths.map(({ error }) => error ?? 0);
  const kappas = agreement.map(({ kappa }) => kappa ?? 0);
  return [
    `Of ${card.testImages} test digits, none of which had a part in making them, the panel (\`${card.scoreVersion}\`) misreads ` +
      `${(100 * binarised.error).toFixed(1)}% and gives the right digit ${formatPoints(binarised.recognisability)} on average (of grey ones ` +
      `${formatPoints(greyscale.recognisability)}; at least ${WANTED.real.panel.least} was wanted), a wrong digit ${formatPoints(wrongDigit)}, and in noise ` +
      `whichever digit is asked for ${formatPoints(noise.intended)}. Half a pixel more ink round each stroke of a real digit changes its score by ${formatPoints(smoothness.thickened)}.`,
    `Of ${untaught.length} kinds of drawing that are no digit and were not taught the likeliest digit gets ` +
      `${formatPoints(mean(untaught))} on average (at most ${WANTED.structured.panel.most} was wanted); P(intended) is off by at most ` +
      `${formatPoints(Math.max(...errors))} in any fifth of [0, 1] (at most ${WANTED.calibrated.panel.most}); two families err on the same images with a kappa of ` +
      `${Math.min(...kappas).toFixed(2)} to ${Math.max(...kappas).toFixed(2)} (at most ${WANTED.independent.panel.most}).`,
  ].join('\n\n');
}
