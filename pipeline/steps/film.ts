/** The film of one search: its snapshots as an animated GIF and PNG, as a contact sheet and as the article's files. */
import { join } from 'node:path';
import { z } from 'zod';
import type { MlpParameters } from '../engine/engine.ts';
import { scoreImages } from '../judging/panel.ts';
import type { Idea, Snapshot } from '../search/idea.ts';
import { search } from '../search/search.ts';
import { sha256 } from '../store/files.ts';
import {
  encodeApng,
  encodeGif,
  encodePicture,
  enlargeToPicture,
  stackPictures,
  tile,
} from '../store/film.ts';
import { encodeDat } from '../store/models/dat.ts';
import { writeResult } from '../store/results.ts';
import { openTypesetter, type Picture } from '../store/typeset.ts';
import { encodeVf } from '../store/vf.ts';
import type { MethodName, SearchConfig } from '../study/config.ts';
import { snapshotRecord } from '../study/records.ts';
import { drawSheetLabel, drawStrip, type FilmMoment, type FilmTitle } from '../view/filmFrame.ts';
import { stackImages } from './experiments/cellExperiment.ts';
import { openFrozenPanel, readFrozenPanel } from './panel.ts';
import { searchInputs } from './searchCell.ts';
import type { Starts } from './starts.ts';
import type { Study } from './study.ts';

/** Side of an enlarged pixel: the article's in the film, small on the sheet. */
const SCALE = 10;
const SHEET_SCALE = 4;
const SHEET_COLUMNS = 10;
const SHEET_GAP = 6;
const PACE = { frame: 120, last: 2500 } as const;

const NAMES: Readonly<Record<MethodName, readonly [method: string, steps: string]>> = {
  coordinate: ['coordinate search', 'visits'],
  'monte-carlo': ['Monte Carlo', 'proposals'],
  annealing: ['annealing', 'proposals'],
  gradient: ['gradient ascent', 'updates'],
};

/** What a film is made of. */
export interface FilmOrder {
  readonly parameters: MlpParameters;
  readonly digit: number;
  readonly config: SearchConfig;
  readonly starts: Starts;
}

/** Content of film.json. */
export const filmContent = z.strictObject({
  digit: z.int(),
  scoreVersion: z.string(),
  frames: z.array(snapshotRecord.extend({ score: z.number() })),
});
export type FilmContent = z.output<typeof filmContent>;

/** Searches for one idea and writes its film to `folder`; returns what it shows. */
export async function makeFilm(study: Study, order: FilmOrder, folder: string): Promise<FilmContent> {
  const { digit, config } = order;
  const idea = await searchOne(study, order);
  const moments = listMoments(idea);
  const frozen = await readFrozenPanel(study.config.judging.judges);
  const scores = await scoreMoments(study, frozen, moments, digit);
  const shown = moments.map(({ step, energy }, k) => ({ step, energy, score: scores[k]! }));
  const [method, stepName] = NAMES[config.method];
  const title = { digit, method, stepName, energyName: config.objective };
  const pictures = await drawPictures(title, moments, shown);
  const frames = moments.map(({ image, ...moment }, k) => ({
    ...moment,
    score: scores[k]!,
    file: `x${String(moment.step).padStart(4, '0')}.vf`,
    image,
  }));
  const content: FilmContent = {
    digit,
    scoreVersion: frozen.version,
    frames: frames.map(({ image: _, ...frame }) => frame),
  };
  const inputs = { ...searchInputs(config, order.starts, sha256(encodeDat(order.parameters))), digit };
  await writeResult(join(folder, 'film.json'), { ...inputs, score_version: frozen.version }, content, {
    'film.gif': encodeGif(pictures.frames, PACE),
    'film.png': encodeApng(pictures.frames, PACE),
    'sheet.png': encodePicture(pictures.sheet),
    ...Object.fromEntries(frames.map(({ file, image }) => [file, encodeVf(image)])),
  });
  return content;
}

async function searchOne(study: Study, { parameters, digit, config, starts }: FilmOrder): Promise<Idea> {
  const model = await study.engine.loadModel(parameters);
  try {
    const tasks = [{ digit, restart: 0, start: await starts.draw(digit, 0) }];
    return (await search(model, tasks, config))[0]!;
  } finally {
    await model.dispose();
  }
}

/** The snapshots and the idea that they lead to. */
function listMoments({ snapshots, steps, image, energy }: Idea): Snapshot[] {
  return [...snapshots, { step: steps, image, energy }];
}

async function scoreMoments(
  study: Study,
  frozen: Awaited<ReturnType<typeof readFrozenPanel>>,
  moments: readonly Snapshot[],
  digit: number,
): Promise<Float64Array> {
  const panel = await openFrozenPanel(study.engine, frozen);
  try {
    const images = stackImages(moments.map(({ image }) => image));
    return (
      await scoreImages(
        panel,
        images,
        moments.map(() => digit),
      )
    ).panel;
  } finally {
    await panel.dispose();
  }
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
