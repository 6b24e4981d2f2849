/**
 * Images that somebody wants scored, from wherever they are: a folder of PNG or .vf files, one such file, an IDX file, or
 * float32 [n, 784]. They are taken as they are; a PNG of another size is fitted as MNIST's digits were (fitPicture.ts).
 */
import { basename, extname, join } from 'node:path';
import { fitPicture } from '../math/fitPicture.ts';
import { bytesToUnit, PIXELS, stackImages } from '../math/images.ts';
import { mean, rowOf } from '../math/rows.ts';
import { isFolder, listFiles } from '../store/fileList.ts';
import { readBytes } from '../store/files.ts';
import { decodeImages } from '../store/float32.ts';
import { parseIdxImages } from '../store/idx.ts';
import { decodePicture, MOSTLY_LIGHT, readImageFile, reducePicture } from '../store/imageFile.ts';
import { expected } from '../study/errors.ts';

/** Images with their names. */
export interface ImageSet {
  /** File names below the folder, or the numbers 0 ... n - 1. */
  readonly names: readonly string[];
  /** [n, 784], in [0, 1], white ink on black. */
  readonly images: Float32Array;
  /** What whoever reads the scores should know, each as one line. */
  readonly remarks: readonly string[];
}

const NEXT_STEP = 'name a folder of .png or .vf files, an IDX file or a .f32 file';

/** Reads every image at `path`; `isInverted`: they are dark on white. Throws a UserError for one that cannot be read. */
export async function readImageSet(path: string, isInverted: boolean): Promise<ImageSet> {
  const found = await readAny(path, isInverted);
  if (found.names.length === 0) throw expected(path, 'images', 'none', NEXT_STEP);
  return { ...found, remarks: [...found.remarks, ...remarkOnLight(path, found, isInverted)] };
}

async function readAny(path: string, isInverted: boolean): Promise<ImageSet> {
  if (await isFolder(path)) return readFolder(path, isInverted);
  const extension = extname(path).toLowerCase();
  if (isPicture(path)) return readPictures([[basename(path), path]], isInverted);
  const bytes = await readBytes(path, NEXT_STEP);
  const images = extension === '.f32' ? decodeImages(bytes, path) : bytesToUnit(parseIdxImages(bytes, path));
  const names = Array.from({ length: images.length / PIXELS }, (_, at) => String(at));
  return { names, images: isInverted ? invert(images) : images, remarks: [] };
}

/** The files that {@link readImageSet} reads. Throws a UserError where nothing is at `path`. */
export async function listImageFiles(path: string): Promise<string[]> {
  if (!(await isFolder(path))) return [path];
  return (await listFiles(path)).filter(isPicture).map((name) => join(path, name));
}

/** Whether a file in a folder is taken for an image, by its name. */
export function isPicture(name: string): boolean {
  return ['.png', '.vf'].includes(extname(name).toLowerCase());
}

/** Every .png and .vf file below a folder, in order; what else is there is counted. */
async function readFolder(folder: string, isInverted: boolean): Promise<ImageSet> {
  const files = await listFiles(folder);
  const pictures = files.filter(isPicture);
  const read = await readPictures(
    pictures.map((name) => [name, join(folder, name)]),
    isInverted,
  );
  const others = files.filter((name) => !isPicture(name));
  const remark = `${folder}: ${nameSome(others, 'other file')} passed over`;
  return others.length === 0 ? read : { ...read, remarks: [remark, ...read.remarks] };
}

async function readPictures(
  files: readonly (readonly [name: string, path: string])[],
  isInverted: boolean,
): Promise<ImageSet> {
  const images: Float32Array[] = [];
  const fitted: string[] = [];
  for (const [name, path] of files) {
    const { image, fittedFrom } = await readPictureFile(path, isInverted);
    images.push(image);
    if (fittedFrom !== null) fitted.push(`${name} (${fittedFrom})`);
  }
  const remark = `${nameSome(fitted, 'picture')} fitted as MNIST's digits were: to a box of 20x20, by the centre of mass`;
  return {
    names: files.map(([name]) => name),
    images: stackImages(images),
    remarks: fitted.length === 0 ? [] : [remark],
  };
}

/** The image of a .png or .vf file, and the size that it was fitted from; null where it was not. */
async function readPictureFile(
  path: string,
  isInverted: boolean,
): Promise<{ image: Float32Array; fittedFrom: string | null }> {
  if (extname(path).toLowerCase() === '.vf') {
    const { image } = await readImageFile(path);
    return { image: isInverted ? invert(image) : image, fittedFrom: null };
  }
  const stored = decodePicture(await readBytes(path), path);
  const picture = isInverted ? { ...stored, ink: stored.ink.map((value) => 1 - value) } : stored;
  const size = `${picture.width}x${picture.height}`;
  const reduced = reducePicture(picture);
  if (reduced !== null) return { image: reduced, fittedFrom: null };
  const image = fitPicture(picture);
  if (image === null) {
    throw expected(path, 'ink to fit to 28x28 pixels', `a blank picture of ${size}`, 'take it away');
  }
  return { image, fittedFrom: size };
}

function invert(images: Float32Array): Float32Array {
  return images.map((value) => 1 - value);
}

/** How many images are mostly light, which ink on black never is, and how many are blank. */
function remarkOnLight(path: string, { names, images }: ImageSet, isInverted: boolean): string[] {
  const lights = names.map((_, row) => mean(rowOf(images, row, PIXELS)));
  const light = names.filter((_, row) => lights[row]! >= MOSTLY_LIGHT);
  const blank = names.filter((_, row) => lights[row] === 0);
  const next = isInverted ? 'are they right without INVERT=1?' : 'are they dark on white? then INVERT=1';
  return [
    ...(light.length === 0 ? [] : [`${path}: ${nameSome(light, 'image')} mostly light; ${next}`]),
    ...(blank.length === 0 ? [] : [`${path}: ${nameSome(blank, 'image')} blank`]),
  ];
}

/** `1 image (a.png) is`, `12 images (such as a.png) are`. */
function nameSome(names: readonly string[], noun: string): string {
  const [first = ''] = names;
  return names.length === 1 ? `1 ${noun} (${first}) is` : `${names.length} ${noun}s (such as ${first}) are`;
}
