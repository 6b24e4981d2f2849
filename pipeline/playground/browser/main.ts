/** The playground's script: it waits for its button, and decodes nothing before. */
import type { PlaygroundEntries } from '../packed.ts';
import { carriedText, find } from './elements.ts';
import { Workbench } from './workbench.ts';

const start = find('play-start', HTMLElement);
const button = find('play-open', HTMLButtonElement);

button.addEventListener('click', async () => {
  button.disabled = true;
  button.textContent = 'Opening …';
  const entries = JSON.parse(carriedText('play-entries')) as PlaygroundEntries;
  const workbench = await Workbench.open(entries);
  start.hidden = true;
  find('play', HTMLElement).hidden = false;
  workbench.begin();
});
