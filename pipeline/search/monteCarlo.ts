/**
 * Monte Carlo search: draw a pixel and a value, keep the change when the energy rises or, where it is warm, with the
 * probability of Metropolis. (The article's `search_mc`, but for its picker, which can choose a pixel past the end.)
 *
 * Metropolis et al., "Equation of state calculations by fast computing machines", J. Chem. Phys. 21(6), 1953. All draws
 * are made in the order of the proposals and none depends on what was accepted, so that looking ahead changes nothing:
 * the outcome is that of one proposal at a time.
 */
import type { MlpParameters, Model } from '../engine/engine.ts';
import { PIXELS } from '../math/images.ts';
import { drawBelow, drawUniform, openStream, type Stream } from '../math/streams.ts';
import { certify } from './certificate.ts';
import type { Idea, SearchTask } from './coordinate.ts';
import { computePreActivation, movePreActivation } from './firstLayer.ts';
import { computeOrderedLogit, isNearTie } from './orderedArithmetic.ts';
import { type Schedule, temperatureAt } from './schedule.ts';
import { advanceAll, type Candidate, type Seeker } from './speculation.ts';

/** How long a search is, how warm, and how it draws. */
export interface MonteCarloConfig {
  readonly proposals: number;
  readonly schedule: Schedule;
  readonly seed: number;
  /** Proposals between two snapshots; none are kept where not given. */
  readonly snapshotEvery?: number;
}

/** The image [784] before a proposal, and its energy. */
export interface Snapshot {
  readonly proposal: number;
  readonly image: Float32Array;
  readonly energy: number;
}

/** What a Monte Carlo search found, and what it looked like on the way. */
export interface FilmedIdea extends Idea {
  readonly snapshots: readonly Snapshot[];
}

/** A change that was drawn, with the rise of energy that it needs: 0, or T ln u for a uniform u. */
interface Proposal extends Candidate {
  readonly needed: number;
}

/** Proposals are looked at ahead of the first that is taken by this over the acceptance rate. */
const LOOKAHEAD_PER_RATE = 0.3;
/** Evaluations over which the acceptance rate is averaged. */
const RATE_MEMORY = 64;
/** Most proposals that are evaluated in one go. */
const MAX_LOOKAHEAD = 96;

/**
 * Searches all `tasks` on one model, each from its start with draws of its own (stream `search/monte-carlo/DIGIT/RESTART`).
 * `passes` of the result counts proposals in multiples of 784, rounded up.
 */
export async function searchMonteCarlo(
  model: Model,
  tasks: readonly SearchTask[],
  config: MonteCarloConfig,
): Promise<FilmedIdea[]> {
  const seekers = tasks.map((task) => new MonteCarlo(model.parameters, task, config));
  await advanceAll(model, seekers);
  const ideas: FilmedIdea[] = [];
  for (const [k, seeker] of seekers.entries()) {
    const { digit, restart } = tasks[k]!;
    const { energy, evaluations, isLocalOptimum } = await certifyBinary(model, seeker);
    ideas.push({
      digit,
      restart,
      image: seeker.image,
      energy,
      evaluations: seeker.evaluations + evaluations,
      passes: Math.ceil(config.proposals / PIXELS),
      certified: isLocalOptimum,
      snapshots: seeker.snapshots,
    });
  }
  return ideas;
}

/** The certificate; an image with a pixel between 0 and 1 is no 1-flip optimum. */
async function certifyBinary(model: Model, { image, digit }: Seeker) {
  if (image.every((value) => value === 0 || value === 1)) return certify(model, image, digit);
  const energy = computeOrderedLogit(model.parameters, image, digit);
  return { energy, evaluations: 1, isLocalOptimum: false };
}

/** One Monte Carlo search in progress. */
class MonteCarlo implements Seeker {
  readonly digit: number;
  readonly image: Float32Array;
  readonly preActivation: Float64Array;
  readonly snapshots: Snapshot[] = [];
  evaluations = 0;
  readonly #parameters: MlpParameters;
  readonly #config: MonteCarloConfig;
  readonly #stream: Stream;
  /** Drawn and not yet decided, in order. */
  readonly #drawn: Proposal[] = [];
  /** Proposals decided so far. */
  #decided = 0;
  /** Proposals that the candidates last evaluated belong to, by their place among those drawn. */
  #places: number[] = [];
  /** The image's energy; NaN until it is first known. */
  #energy = Number.NaN;
  #acceptanceRate = 0.5;

  constructor(parameters: MlpParameters, { digit, restart, start }: SearchTask, config: MonteCarloConfig) {
    this.#parameters = parameters;
    this.#config = config;
    this.#stream = openStream(config.seed, `search/monte-carlo/${digit}/${restart}`);
    this.digit = digit;
    this.image = Float32Array.from(start);
    this.preActivation = computePreActivation(parameters, this.image);
  }

  get isDone(): boolean {
    return this.#decided === this.#config.proposals && !Number.isNaN(this.#energy);
  }

  propose(minLookahead: number): readonly Candidate[] {
    const candidates = Number.isNaN(this.#energy) ? this.#theImageItself() : this.#nextChanges(minLookahead);
    this.evaluations += candidates.length;
    return candidates;
  }

  consume(energies: Float32Array): void {
    if (Number.isNaN(this.#energy)) {
      this.#energy = energies[0]!;
      this.#takeSnapshot();
      this.#skipIdle();
      return;
    }
    for (const [k, place] of this.#places.entries()) {
      const isTaken = this.#isWorthIt(this.#drawn[place]!, energies[k]!);
      this.#acceptanceRate += (Number(isTaken) - this.#acceptanceRate) / RATE_MEMORY;
      if (isTaken) {
        this.#refuse(place);
        this.#take(energies[k]!);
        this.#skipIdle();
        return;
      }
    }
    this.#refuse(this.#places.at(-1)! + 1);
    this.#skipIdle();
  }

  #theImageItself(): Candidate[] {
    return [{ pixel: 0, value: this.image[0]! }];
  }

  /** The next proposals that would change the image as it is, at least one. */
  #nextChanges(minLookahead: number): Candidate[] {
    const worthwhile = Math.round(LOOKAHEAD_PER_RATE / this.#acceptanceRate);
    const count = Math.min(MAX_LOOKAHEAD, Math.max(minLookahead, worthwhile));
    this.#places = [];
    for (let place = 0; this.#places.length < count && this.#draw(place); place++) {
      if (this.#changes(this.#drawn[place]!)) this.#places.push(place);
    }
    return this.#places.map((place) => this.#drawn[place]!);
  }

  /** Draws until there is a proposal at `place`; false where the search ends before. */
  #draw(place: number): boolean {
    const { proposals, schedule } = this.#config;
    while (this.#drawn.length <= place) {
      const k = this.#decided + this.#drawn.length;
      if (k >= proposals) return false;
      const pixel = drawBelow(this.#stream, PIXELS);
      const value = drawBelow(this.#stream, 2);
      const temperature = temperatureAt(schedule, k, proposals);
      // 1 - u is in (0, 1], of which the logarithm is finite.
      const needed = schedule.name === 'zero' ? 0 : temperature * Math.log(1 - drawUniform(this.#stream));
      this.#drawn.push({ pixel, value, needed });
    }
    return true;
  }

  #changes({ pixel, value }: Candidate): boolean {
    return this.image[pixel] !== value;
  }

  /** Decides on proposals that change nothing, until one does or the search ends. */
  #skipIdle(): void {
    while (this.#draw(0) && !this.#changes(this.#drawn[0]!)) this.#refuse(1);
  }

  /** The energy rises by more than is needed. */
  #isWorthIt({ pixel, value, needed }: Proposal, energy: number): boolean {
    if (!isNearTie(this.#energy + needed, energy)) return energy - this.#energy > needed;
    const held = computeOrderedLogit(this.#parameters, this.image, this.digit);
    const changed = computeOrderedLogit(this.#parameters, this.image.with(pixel, value), this.digit);
    return changed - held > needed;
  }

  /** Refuses the next `count` proposals. */
  #refuse(count: number): void {
    for (let k = 0; k < count; k++) this.#settle();
  }

  /** Makes the change that is proposed next. */
  #take(energy: number): void {
    const { pixel, value } = this.#drawn[0]!;
    movePreActivation(this.#parameters, this.preActivation, pixel, value - this.image[pixel]!);
    this.image[pixel] = value;
    this.#energy = energy;
    this.#settle();
  }

  #settle(): void {
    this.#drawn.shift();
    this.#decided++;
    this.#takeSnapshot();
  }

  #takeSnapshot(): void {
    const { snapshotEvery, proposals } = this.#config;
    if (snapshotEvery === undefined || this.#decided === proposals || this.#decided % snapshotEvery !== 0)
      return;
    this.snapshots.push({
      proposal: this.#decided,
      image: this.image.slice(),
      energy: this.#energy,
    });
  }
}
