/** Which ideas of two studies are other images, and by how many pixels. */
import { countOtherPixels, drawDifference } from '../verify/pictures.ts';
import type { Side } from './side.ts';
import type { Pair } from './twoSides.ts';

/** An idea whose file is another on the two sides. */
export interface IdeaDifference {
  readonly model: string;
  /** Such as `idea_3`, or `idea_3_r1` of a later start. */
  readonly idea: string;
  /** Pixels that are not exactly the same; null where a side has no image of it, such as a lock of later seeds. */
  readonly pixels: number | null;
  /** A, B and the difference as the data URI of a PNG; null where there are no two images, or others are drawn. */
  readonly picture: string | null;
}

/** The ideas of two studies, held against each other. */
export interface IdeaComparison {
  /** Ideas that both sides have. */
  readonly compared: number;
  /** By model and name. */
  readonly differences: readonly IdeaDifference[];
}

/** Pictures that are drawn at most, unless told otherwise: those of the ideas that differ in most pixels. */
const MOST_PICTURES = 300;

/** Compares the ideas of `models` and draws at most `most` of them. */
export async function compareIdeas(
  { a, b }: Pair<Side>,
  models: readonly string[],
  most = MOST_PICTURES,
): Promise<IdeaComparison> {
  const pairs = models.flatMap((model) => {
    const [before, now] = [a, b].map(({ stages }) => stages.ideas[model]?.files ?? {}) as [Files, Files];
    const names = Object.keys(before).filter((file) => IDEA.test(file) && now[file] !== undefined);
    return names.sort().map((file) => ({ model, file, isSame: before[file] === now[file] }));
  });
  const read: ReadIdea[] = [];
  for (const { model, file } of pairs.filter(({ isSame }) => !isSame)) {
    const [before, now] = [await a.readIdea(model, file), await b.readIdea(model, file)];
    const images = before === null || now === null ? null : { a: before, b: now };
    const pixels = images && countOtherPixels(images.a, images.b);
    read.push({ model, idea: IDEA.exec(file)![1]!, pixels, images });
  }
  const drawn = new Set(read.filter(hasImages).sort(byPixels).slice(0, most));
  return { compared: pairs.length, differences: read.map((one) => describe(one, drawn.has(one))) };
}

/** The file of an idea; pictures from its search lie a folder below. */
const IDEA = /^ideas\/(idea_[^/]+)\.vf$/;

type Files = Readonly<Record<string, string>>;

interface ReadIdea extends Omit<IdeaDifference, 'picture'> {
  readonly images: Pair<ArrayLike<number>> | null;
}

function hasImages({ images }: ReadIdea): boolean {
  return images !== null;
}

function byPixels(a: ReadIdea, b: ReadIdea): number {
  return (b.pixels ?? 0) - (a.pixels ?? 0);
}

function describe({ images, ...idea }: ReadIdea, isDrawn: boolean): IdeaDifference {
  if (images === null || !isDrawn) return { ...idea, picture: null };
  const png = Buffer.from(drawDifference(images.a, images.b, 1)).toString('base64');
  return { ...idea, picture: `data:image/png;base64,${png}` };
}
