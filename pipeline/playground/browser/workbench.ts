/** The open playground: what is drawn becomes an image, the image is read, and searches and flips change it. */
import { PIXELS } from '../../math/images.ts';
import { counterfeit, flipPixel, searchFrom } from '../experiments.ts';
import type { PlaygroundEntries } from '../packed.ts';
import { askModel, type JudgesAnswer, type ModelAnswer } from '../player.ts';
import { REDUCTIONS, type Reduction, reduceDrawing } from '../reduce.ts';
import { describeCounterfeit, describeFlip, describeSearch, nameAnswer } from '../sayings.ts';
import {
  allowBack,
  say,
  showJudges,
  showModel,
  showPixel,
  showReduction,
  showRunning,
  showWanted,
  tell,
} from './display.ts';
import { checkedValue, find, onCheck } from './elements.ts';
import { ImageGrid } from './imageGrid.ts';
import { Pad } from './pad.ts';
import { type OpenModel, Readers } from './readers.ts';
import { Run } from './run.ts';

/** Milliseconds between two readings by the judges, which take longer than the model's. */
const JUDGES_EVERY_MS = 150;

/** Everything that the page shows of one drawing. */
export class Workbench {
  readonly #readers: Readers;
  readonly #pad: Pad;
  readonly #grid: ImageGrid;
  #opened: OpenModel;
  /** What the model reads, and what of it the drawing gave. */
  #image: Float32Array = new Float32Array(PIXELS);
  #drawn: Float32Array = this.#image;
  #answer: ModelAnswer | null = null;
  #run: Run | null = null;
  #isReadSoon = false;
  #areJudgesDue = false;

  /** Opens the first model; the judges are opened while the page is already in use. */
  static async open(entries: PlaygroundEntries): Promise<Workbench> {
    const readers = new Readers(entries);
    return new Workbench(readers, await readers.openModel(0));
  }

  private constructor(readers: Readers, opened: OpenModel) {
    this.#readers = readers;
    this.#opened = opened;
    this.#pad = new Pad(() => this.#readSoon());
    this.#grid = new ImageGrid({
      onFlip: (pixel) => this.#flip(pixel),
      onMove: () => void this.#describePixel(),
    });
    this.#listen();
  }

  /** Shows what there is and puts the focus on the pad. */
  begin(): void {
    this.#pad.focus();
    this.#choose();
    this.#readSoon();
    void this.#readers.openJudges().then(() => this.#judgeSoon());
  }

  #listen(): void {
    const model = find('play-model', HTMLSelectElement);
    model.addEventListener('change', async () => {
      this.#stop();
      this.#opened = await this.#readers.openModel(model.selectedIndex);
      this.#choose();
    });
    onCheck('play-digit', () => this.#choose());
    onCheck('play-reduction', () => this.#readSoon());
    find('play-hint', HTMLInputElement).addEventListener('change', () => this.#choose());
    const onClick = (id: string, act: () => void) =>
      find(id, HTMLButtonElement).addEventListener('click', act);
    onClick('play-search', () => (this.#run === null ? void this.#search() : this.#stop()));
    onClick('play-counterfeit', () => void this.#counterfeit());
    onClick('play-back', () => this.#readSoon());
  }

  get #wanted(): number {
    return Number(checkedValue('play-digit'));
  }

  /** Takes up another model, digit or hint. */
  #choose(): void {
    this.#stop();
    tell('');
    showWanted(this.#wanted);
    const isHinted = find('play-hint', HTMLInputElement).checked;
    this.#pad.showHint(isHinted ? this.#opened.ideas[this.#wanted]! : null);
    void this.#read(this.#image);
    void this.#readReductions();
  }

  /** Has the drawing read before the page is drawn next. */
  #readSoon(): void {
    this.#stop();
    tell('');
    if (this.#isReadSoon) return;
    this.#isReadSoon = true;
    requestAnimationFrame(async () => {
      this.#isReadSoon = false;
      this.#drawn = await this.#readReductions();
      await this.#read(this.#drawn);
    });
  }

  /** Shows what the model makes of the drawing in either way; gives the image of the one that is chosen. */
  async #readReductions(): Promise<Float32Array> {
    const images = new Map<Reduction, Float32Array>();
    for (const reduction of REDUCTIONS) {
      const image = reduceDrawing(this.#pad.drawing.ink, reduction);
      images.set(reduction, image);
      const { probabilities } = await askModel(this.#opened.model, image);
      showReduction(reduction, image, this.#pad.drawing.isBlank ? '–' : nameAnswer(probabilities));
    }
    return images.get(checkedValue('play-reduction') as Reduction)!;
  }

  /** Takes an image up: shows it and what is said of it. */
  async #read(image: Float32Array): Promise<void> {
    this.#image = image;
    const isEdited = image !== this.#drawn;
    this.#grid.show(image, isEdited ? this.#drawn : null);
    allowBack(isEdited);
    const answer = await askModel(this.#opened.model, image);
    if (image !== this.#image) return;
    this.#answer = answer;
    showModel(answer, this.#wanted);
    await this.#describePixel();
    this.#judgeSoon();
  }

  /** Says what a flip of the pixel at the cursor would change. */
  async #describePixel(): Promise<void> {
    const { x, y, pixel } = this.#grid.cursor;
    const [image, answer, wanted] = [this.#image, this.#answer, this.#wanted];
    if (answer === null || this.#run !== null) return;
    const { logits } = await askModel(this.#opened.model, flipPixel(image, pixel));
    if (image !== this.#image || pixel !== this.#grid.cursor.pixel) return;
    const change = logits[wanted]! - answer.logits[wanted]!;
    showPixel(describeFlip({ x, y, value: image[pixel]!, change }));
  }

  /** Has the judges read the image that is there in a moment, unless they are about to. */
  #judgeSoon(): void {
    if (this.#areJudgesDue) return;
    this.#areJudgesDue = true;
    setTimeout(async () => {
      const image = this.#image;
      const judged = await this.#readers.askJudges(image);
      if (judged !== null) showJudges(judged);
      this.#areJudgesDue = false;
      if (image === this.#image) this.#sayAnswers(judged);
      else this.#judgeSoon();
    }, JUDGES_EVERY_MS);
  }

  #sayAnswers(judged: JudgesAnswer | null): void {
    if (this.#answer === null || (this.#pad.drawing.isBlank && this.#image === this.#drawn)) return;
    const judges = judged === null ? '' : ` Judges: ${nameAnswer(judged.together)}.`;
    say(`Model: ${nameAnswer(this.#answer.probabilities)}.${judges}`);
  }

  #flip(pixel: number): void {
    this.#stop();
    tell('');
    void this.#read(flipPixel(this.#image, pixel));
  }

  #stop(): void {
    this.#run?.stop();
  }

  async #search(): Promise<void> {
    const { model } = this.#opened;
    const [digit, start] = [this.#wanted, this.#image];
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const found = await this.#work(async (run) => {
      const before = await askModel(model, start);
      const search = await searchFrom(model, start, digit, async (now) => {
        if (isCalm) return run.breathe();
        await this.#read(now.held.image.slice());
        await run.drawn();
      });
      return { search, before: before.logits[digit]! };
    });
    if (found === null) return;
    const { search, before } = found;
    await this.#read(search.held.image);
    tell(describeSearch({ digit, before, after: search.energy, visits: search.visits }));
  }

  async #counterfeit(): Promise<void> {
    this.#stop();
    const { model } = this.#opened;
    const [target, image] = [this.#wanted, this.#image];
    const changed = await this.#work((run) => counterfeit(model, image, target, run.breathe));
    if (changed === null) return;
    if (changed.isReached) await this.#read(changed.image);
    tell(describeCounterfeit(target, changed));
  }

  /** Does work that can be stopped; null where it was. What is changed meanwhile stops it. */
  async #work<Result>(work: (run: Run) => Promise<Result>): Promise<Result | null> {
    const run = new Run();
    this.#run = run;
    showRunning(true);
    tell('');
    try {
      return await run.finish(() => work(run));
    } finally {
      if (this.#run === run) {
        this.#run = null;
        showRunning(false);
        void this.#describePixel();
      }
    }
  }
}
