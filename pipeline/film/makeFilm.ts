/** The film of one search: its snapshots as an animated GIF and PNG, as a contact sheet and as the article's files. */
import { join } from 'node:path';
import { z } from 'zod';
import { type Panel, scoreImages } from '../judging/panel.ts';
import { stackImages } from '../math/images.ts';
import { searchInputs } from '../models/modelIdeas.ts';
import type { Searchable } from '../models/searchable.ts';
import type { Starts } from '../models/searchStarts.ts';
import type { Study } from '../models/study.ts';
import type { Idea, Snapshot } from '../search/idea.ts';
import { search } from '../search/search.ts';
import { findResult, type Lookup, writeResult } from '../store/results.ts';
import { encodePicture, openTypesetter, type Picture } from '../store/typeset.ts';
import { encodeVf } from '../store/vf.ts';
import type { SearchConfig } from '../study/config.ts';
import type { Inputs } from '../study/inputs.ts';
import { snapshotRecord } from '../study/records.ts';
import { METHODS } from '../study/searchMethods.ts';
import { drawSheetLabel, drawStrip, type FilmMoment, type FilmTitle } from './filmFrame.ts';
import { FILM_RECORD, MOST_FRAMES, refuseFrames } from './filmSearch.ts';
import { encodeApng, encodeGif, enlargeToPicture, stackPictures, tile } from './pictures.ts';

/** Side of an enlarged pixel: the article's in the film, small on the sheet. */
const SCALE = 10;
const SHEET_SCALE = 4;
const SHEET_COLUMNS = 10;
const SHEET_GAP = 6;
const PACE = { frame: 120, last: 2500 } as const;

/** Raised when the same inputs would give another film. */
const FILM_REVISION = 1;

/** What a film is made of. */
export interface FilmOrder {
  readonly searchable: Searchable;
  readonly digit: number;
  readonly config: SearchConfig;
  readonly starts: Starts;
  /** Whether the pictures leave out the scores, because these say nothing about the model. */
  readonly hidesScores?: boolean;
}

/** Content of film.json. */
export const filmContent = z.strictObject({
  digit: z.int(),
  scoreVersion: z.string(),
  frames: z.array(snapshotRecord.extend({ score: z.number() })),
});
export type FilmContent = z.output<typeof filmContent>;

/** A moment of a film, with the image that was made at it. */
interface Moment extends Snapshot {
  readonly file: string;
}

/** Everything that fixes a film. */
function inputsOf(study: Study, order: FilmOrder, version: string): Inputs {
  const { searchable, digit, config, starts, hidesScores } = order;
  return {
    ...searchInputs(config, starts, searchable.sha256),
    digit,
    score_version: version,
    runtime: study.engine.version,
    film_revision: FILM_REVISION,
    // Left out where they are shown, so that films of before are still found.
    ...(hidesScores ? { scores: 'hidden' } : {}),
  };
}

/** The film in `folder` with scores of `scoreVersion`, or why it has to be made. */
export function findFilm(
  study: Study,
  order: FilmOrder,
  folder: string,
  scoreVersion: string,
): Promise<Lookup<FilmContent>> {
  return findResult(join(folder, FILM_RECORD), filmContent, inputsOf(study, order, scoreVersion));
}

/** Searches for one idea and writes its film to `folder`; returns what it shows. */
export async function makeFilm(
  study: Study,
  order: FilmOrder,
  folder: string,
  panel: Panel,
): Promise<FilmContent> {
  const { digit, config, hidesScores = false } = order;
  const moments = listMoments(await searchOne(study, order));
  if (moments.length > MOST_FRAMES) {
    throw refuseFrames(moments.length, Math.ceil((config.snapshots * moments.length) / (MOST_FRAMES - 2)));
  }
  const digits = moments.map(() => digit);
  const scores = await scoreImages(panel, stackImages(moments.map(({ image }) => image)), digits);
  const frames = moments.map(({ step, energy, file }, k) => ({ step, energy, score: scores[k]!, file }));
  const { title: method, steps: stepName } = METHODS[config.method];
  const title = { digit, method, stepName, energyName: config.objective };
  const shown = hidesScores ? frames.map((frame) => ({ ...frame, score: null })) : frames;
  const pictures = await drawPictures(title, moments, shown);
  const content: FilmContent = { digit, scoreVersion: panel.version, frames };
  await writeResult(join(folder, FILM_RECORD), inputsOf(study, order, panel.version), content, {
    'film.gif': encodeGif(pictures.frames, PACE),
    'film.png': encodeApng(pictures.frames, PACE),
    'sheet.png': encodePicture(pictures.sheet),
    ...Object.fromEntries(moments.map(({ file, image }) => [file, encodeVf(image)])),
  });
  return content;
}

async function searchOne(study: Study, { searchable, digit, config, starts }: FilmOrder): Promise<Idea> {
  const model = await searchable.open(study.engine);
  try {
    const tasks = [{ digit, restart: 0, start: await starts.draw(digit, 0) }];
    return (await search(model, tasks, config))[0]!;
  } finally {
    await model.dispose();
  }
}

/** The snapshots, the grey image of an ascent before it is polished, and the idea that they lead to. */
function listMoments({ snapshots, steps, image, energy, grey }: Idea): Moment[] {
  const name = (step: number) => `x${String(step).padStart(4, '0')}`;
  return [
    ...snapshots.map((snapshot) => ({ ...snapshot, file: `${name(snapshot.step)}.vf` })),
    ...(grey ? [{ step: steps, ...grey, file: `${name(steps)}_grey.vf` }] : []),
    { step: steps, image, energy, file: `${name(steps)}.vf` },
  ];
}

async function drawPictures(
  title: FilmTitle,
  moments: readonly Snapshot[],
  shown: readonly FilmMoment[],
): Promise<{ frames: Picture[]; sheet: Picture }> {
  const typeset = await openTypesetter();
  const frames = moments.map(({ image }, k) =>
    stackPictures(enlargeToPicture(image, SCALE), typeset(drawStrip(title, shown, k))),
  );
  const small = moments.map(({ image }, k) => {
    const picture = enlargeToPicture(image, SHEET_SCALE);
    return stackPictures(picture, typeset(drawSheetLabel(picture.width, shown[k]!)));
  });
  return { frames, sheet: tile(small, SHEET_COLUMNS, SHEET_GAP) };
}
