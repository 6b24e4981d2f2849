/** Every reader of files from elsewhere, with real files of its kind that are damaged for it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ladderSummary } from '../../pipeline/docs/ladderSummary.ts';
import { bytesToUnit, PIXELS } from '../../pipeline/math/images.ts';
import { readLock } from '../../pipeline/models/analysisLock.ts';
import { readRatings } from '../../pipeline/rating/ratingFiles.ts';
import { RATING_COLUMNS } from '../../pipeline/rating/ratingRecords.ts';
import { readImageSet } from '../../pipeline/score/imageSet.ts';
import { readLabels } from '../../pipeline/score/readLabels.ts';
import { readStudyConfig } from '../../pipeline/store/configFile.ts';
import { decodeJson, readBytes } from '../../pipeline/store/files.ts';
import { encodeIdxImages, encodeIdxLabels, parseIdxLabels } from '../../pipeline/store/idx.ts';
import { readImageFile } from '../../pipeline/store/imageFile.ts';
import { encodeDat } from '../../pipeline/store/models/dat.ts';
import { readAnyModel } from '../../pipeline/store/models/formats.ts';
import { writeTfjsLayers } from '../../pipeline/store/models/tfjsLayers.ts';
import { encodePng } from '../../pipeline/store/png.ts';
import { readRecord, writeRecord } from '../../pipeline/store/recordFile.ts';
import { encodeVf } from '../../pipeline/store/vf.ts';
import { panelCard } from '../../pipeline/study/records.ts';
import { drawImages, drawModel } from '../engine/drawn.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files by name. */
type Files = Readonly<Record<string, Uint8Array>>;

/** A reader, and a real file that it takes. */
export interface HostileReader {
  /** What is read, in words. */
  readonly kind: string;
  /** The files that have to be there, one or more of which are damaged. */
  readonly files: Files;
  /** The file or folder that is named to the reader; empty for the folder of the files. */
  readonly named: string;
  read(path: string): Promise<unknown>;
}

/** The readers; `folder` is an empty one to make files in. */
export async function listReaders(folder: string): Promise<HostileReader[]> {
  const made = async (name: string) => readFile(join(ROOT, 'test/store/models/made', name));
  const inOne = (
    kind: string,
    name: string,
    bytes: Uint8Array,
    read: HostileReader['read'],
  ): HostileReader => ({
    kind,
    files: { [name]: bytes },
    named: name,
    read,
  });
  const drawn = drawImages(3, 5).images;
  const images = encodeIdxImages(drawn);
  const image = bytesToUnit(drawn.subarray(0, PIXELS));
  const labels = encodeIdxLabels(Uint8Array.of(3, 1, 4));
  const text = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
  const layers = join(folder, 'layers');
  await writeTfjsLayers(layers, drawModel(4, 1));
  const record = join(folder, 'record.json');
  const card = JSON.parse(await readFile(join(ROOT, 'pipeline/judging/frozen/panel.json'), 'utf8')) as object;
  await writeRecord(record, (card as { readonly card: object }).card);
  return [
    inOne('model.dat', 'model.dat', encodeDat(drawModel(4, 1)), readAnyModel),
    inOne('an ONNX MLP', 'model.onnx', await made('unequal.onnx'), readAnyModel),
    inOne('an ONNX network', 'model.onnx', await made('fixed.onnx'), readAnyModel),
    {
      kind: 'an ONNX network with a file beside it',
      files: { 'conv.onnx': await made('conv.onnx'), 'conv.onnx.data': await made('conv.onnx.data') },
      named: 'conv.onnx',
      read: readAnyModel,
    },
    inOne('safetensors', 'model.safetensors', await made('module.safetensors'), readAnyModel),
    { kind: 'a TF.js model', files: await listBytes(layers), named: '', read: readAnyModel },
    inOne('IDX images', 'images-idx3-ubyte', images, (path) => readImageSet(path, false)),
    inOne('gzipped IDX images', 'images-idx3-ubyte.gz', gzipSync(images), (path) =>
      readImageSet(path, false),
    ),
    inOne('IDX labels', 'labels-idx1-ubyte', labels, async (path) =>
      parseIdxLabels(await readBytes(path), path),
    ),
    inOne('float32 images', 'images.f32', encodeVf(image), (path) => readImageSet(path, false)),
    inOne('.vf', 'image.vf', encodeVf(image), readImageFile),
    inOne('.png', 'image.png', encodePng(image, 1), readImageFile),
    inOne('a study', 'study.yaml', await readFile(join(ROOT, 'configs/smoke.yaml')), (path) =>
      readStudyConfig(path, []),
    ),
    inOne(
      'ratings',
      'ratings.csv',
      text([
        RATING_COLUMNS.join(','),
        'anna,abc123,8,80,1200,2026-01-01T00:00:00Z',
        'anna,abd,none,5,900,2026-01-01T00:00:05Z',
      ]),
      readRatings,
    ),
    inOne('labels of images', 'labels.csv', text(['image,digit', 'a.png,3', 'b.png,4']), (path) =>
      readLabels(path, ['a.png', 'b.png']),
    ),
    inOne('a record', 'record.json', await readFile(record), (path) =>
      readRecord(path, panelCard, 'make it anew'),
    ),
    inOne(
      'the committed ladder',
      'ladder.json',
      await readFile(join(ROOT, 'docs/results/ladder.json')),
      async (path) => decodeJson(await readBytes(path), path, ladderSummary, 'make it anew'),
    ),
    inOne('a lock', 'lock.json', await readFile(join(ROOT, 'configs/effects.analysis-lock.json')), readLock),
  ];
}

async function listBytes(folder: string): Promise<Files> {
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])),
  );
}
