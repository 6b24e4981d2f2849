/** What the page shows in words, numbers and bars. */
import { SIDE, unitToBytes } from '../../math/images.ts';
import { argmax } from '../../math/rows.ts';
import type { JudgesAnswer, ModelAnswer } from '../player.ts';
import type { Reduction } from '../reduce.ts';
import { formatEnergy, formatShare } from '../sayings.ts';
import { contextOf, find, findAll } from './elements.ts';

/** Shows what the model says: its answers, and the energy for the digit that is wanted. */
export function showModel({ logits, probabilities }: ModelAnswer, wanted: number): void {
  showAnswers('model', probabilities);
  write('play-energy', formatEnergy(logits[wanted]!));
}

/** Shows what the judges say. */
export function showJudges({ together, judges }: JudgesAnswer): void {
  showAnswers('together', together);
  for (const { name, probabilities } of judges) showAnswers(name, probabilities);
}

/** Shows the drawing [784] as it is reduced in one way, and how the model reads that. */
export function showReduction(reduction: Reduction, image: Float32Array, answer: string): void {
  paintSmall(find(`play-${reduction}`, HTMLCanvasElement), image);
  write(`play-${reduction}-answer`, answer);
}

/** Names the digit that is wanted wherever the page does. */
export function showWanted(digit: number): void {
  for (const place of findAll('.play-wanted')) place.textContent = String(digit);
}

/** Says in a sentence what model and judges read. */
export function say(text: string): void {
  write('play-said', text);
}

/** Says what a search or a counterfeit came to. */
export function tell(text: string): void {
  write('play-found', text);
}

/** Says what is known of the pixel at the cursor. */
export function showPixel(text: string): void {
  write('play-pixel', text);
}

/** Has the button of the search start it, or stop it. */
export function showRunning(isRunning: boolean): void {
  find('play-search-start', HTMLElement).hidden = isRunning;
  find('play-search-stop', HTMLElement).hidden = !isRunning;
}

/** Allows the way back to the drawing where the image is another. */
export function allowBack(isEdited: boolean): void {
  find('play-back', HTMLButtonElement).disabled = !isEdited;
}

function write(id: string, text: string): void {
  find(id, HTMLElement).textContent = text;
}

/** Shows probabilities [10] or [11] in the column of a reader. */
function showAnswers(reader: string, probabilities: ArrayLike<number>): void {
  const top = argmax(probabilities);
  for (const cell of findAll(`td[data-of="${reader}"]`)) {
    const answer = Number(cell.dataset.answer);
    const share = probabilities[answer];
    if (share === undefined) continue;
    cell.classList.toggle('top', answer === top);
    const [bar, number] = [cell.querySelector('i'), cell.querySelector('span')];
    if (bar !== null) bar.style.width = `${Math.round(100 * share)}%`;
    if (number !== null) number.textContent = formatShare(share);
  }
}

/** Paints an image [784] on a canvas of 28 x 28. */
function paintSmall(canvas: HTMLCanvasElement, image: Float32Array): void {
  const context = contextOf(canvas);
  const picture = context.createImageData(SIDE, SIDE);
  unitToBytes(image).forEach((grey, pixel) => {
    picture.data.set([grey, grey, grey, 255], 4 * pixel);
  });
  context.putImageData(picture, 0, 0);
}
