/** The model and the judges of an open playground, decoded from the page's text when they are first wanted. */
import type { LoadedModel } from '../../engine/engine.ts';
import type { Judge } from '../../judging/judge.ts';
import { type PlaygroundEntries, unpackIdeas } from '../packed.ts';
import { askJudges, type JudgesAnswer, openModel, openPackedJudge } from '../player.ts';
import { carriedText } from './elements.ts';
import { nextTurn } from './run.ts';

/** A model that reads, with its ideas [784] of the ten digits. */
export interface OpenModel {
  readonly model: LoadedModel;
  readonly ideas: readonly Float32Array[];
}

/** What reads in a playground. */
export class Readers {
  readonly #entries: PlaygroundEntries;
  readonly #models = new Map<number, OpenModel>();
  #judges: Judge[] = [];

  constructor(entries: PlaygroundEntries) {
    this.#entries = entries;
  }

  /** Opens the model at a place of the list; a second time it is there already. */
  async openModel(at: number): Promise<OpenModel> {
    const known = this.#models.get(at);
    if (known !== undefined) return known;
    const entry = this.#entries.models[at]!;
    const model = await openModel(entry, carriedText(`play-model-${at}`));
    const opened = { model, ideas: unpackIdeas(entry) };
    this.#models.set(at, opened);
    return opened;
  }

  /** Opens the judges, and lets the page draw between two of them. */
  async openJudges(): Promise<void> {
    const judges: Judge[] = [];
    for (const [at, entry] of this.#entries.judges.entries()) {
      await nextTurn();
      judges.push(unhurried(await openPackedJudge(entry, carriedText(`play-judge-${at}`))));
    }
    this.#judges = judges;
  }

  /** What the judges say of an image; null where there are none, or while they are not open yet. */
  async askJudges(image: Float32Array): Promise<JudgesAnswer | null> {
    return this.#judges.length === 0 ? null : askJudges(this.#judges, this.#entries, image);
  }
}

/** The judge, which lets the page draw before it reads. */
function unhurried(judge: Judge): Judge {
  return {
    ...judge,
    async read(images) {
      await nextTurn();
      return judge.read(images);
    },
  };
}
