/** Small made datasets, whose every image can be told from the others. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { PIXELS } from '../../pipeline/math/images.ts';
import { encodeIdxImages, encodeIdxLabels, IDX_NAMES } from '../../pipeline/store/idx.ts';
import { type DatasetConfig, studySchema } from '../../pipeline/study/config.ts';
import { openTemporaryFolder } from './temporaryFolder.ts';

/** `count` images; image i is filled with the byte `first + i` and labelled with i modulo 10. */
export function makeImages(count: number, first = 0): LabelledImages {
  return {
    images: Uint8Array.from({ length: count * PIXELS }, (_, i) => first + Math.floor(i / PIXELS)),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
  };
}

/** The byte that each image of {@link makeImages} is filled with. */
export function fillsOf({ images }: LabelledImages): number[] {
  return Array.from({ length: images.length / PIXELS }, (_, i) => images[i * PIXELS]!);
}

/** Writes four IDX files under `names` into `folder`, each passed through `pack`. */
export async function writeIdxFolder(
  folder: string,
  train: LabelledImages,
  test: LabelledImages,
  names: readonly string[] = IDX_NAMES,
  pack: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Promise<void> {
  const files = [
    encodeIdxImages(train.images),
    encodeIdxLabels(train.labels),
    encodeIdxImages(test.images),
    encodeIdxLabels(test.labels),
  ];
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map((bytes, i) => writeFile(join(folder, names[i]!), pack(bytes))));
}

/** The config of a dataset that takes all images of `source`. */
export function configOf(source: string): DatasetConfig {
  return studySchema.shape.dataset.parse({ source });
}

/** A source of 20 and 5 made images, a config that names it, and a place to write to. */
export async function openStudy(changes: Partial<DatasetConfig> = {}) {
  const folder = await openTemporaryFolder();
  const source = join(folder, 'source');
  await writeIdxFolder(source, makeImages(20), makeImages(5, 100));
  const config: DatasetConfig = { ...configOf(`idx:${source}`), validation: 4, ...changes };
  return { source, config, directory: join(folder, 'dataset') };
}
