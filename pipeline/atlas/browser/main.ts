/** The atlas's script: shows the ideas that are chosen, tells what is said of one, and opens its model. */
import { carriedText, findAll } from '../../playground/browser/elements.ts';
import type { AtlasEntries } from '../packed.ts';
import { Controls } from './controls.ts';
import { formatHundredths } from './elements.ts';
import { Ideas, type ShownIdea } from './ideas.ts';
import { describe, inspect } from './inspector.ts';
import { ModelDialog } from './modelDialog.ts';

const entries = JSON.parse(carriedText('atlas-entries')) as AtlasEntries;
const ideas = new Ideas(entries);
const dialog = new ModelDialog(ideas);
const links = findAll('.atlas a.idea');
const controls = new Controls(entries, showAll);
/** The link whose idea is told beside the atlas: the first that is seen, until another is pointed at. */
let told = links.find((link) => link.offsetParent !== null);

/** The idea that a link of the atlas stands for, as it is chosen now. */
function shownBy(link: HTMLElement): ShownIdea | null {
  return ideas.find(link.dataset.model!, Number(link.dataset.digit), controls.choice);
}

function showAll(): void {
  for (const link of links) {
    const shown = shownBy(link);
    if (shown !== null) show(link, shown);
  }
  tell();
}

function show(link: HTMLElement, shown: ShownIdea): void {
  const { picture, score, digit, moment } = shown;
  const { reading, mark } = controls.choice;
  const image = link.querySelector('img')!;
  image.src = picture;
  const told = score === null ? '' : `: ${reading} ${formatHundredths(score)}`;
  image.alt = `Idea of ${digit} at ${describe(shown)}${told}`;
  link.classList.toggle('ended', mark !== null && moment.isEnd);
  const bar = link.querySelector('i');
  if (bar !== null) bar.style.width = `${score ?? 0}%`;
  const number = link.querySelector('span span');
  if (number !== null && score !== null) number.textContent = formatHundredths(score);
}

/** Tells of the idea of a link, or anew of the one that is told of. */
function tell(link = told): void {
  told = link;
  const shown = link === undefined ? null : shownBy(link);
  if (shown !== null) inspect(shown);
}

for (const link of links) {
  link.addEventListener('pointerenter', () => tell(link));
  link.addEventListener('focus', () => tell(link));
}
for (const link of findAll('.atlas a[href^="#model-"]')) {
  link.addEventListener('click', (event) => {
    const name = link.getAttribute('href')!.slice('#model-'.length);
    if (dialog.open(name, controls.choice)) event.preventDefault();
  });
}
tell();
