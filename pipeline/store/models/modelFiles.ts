/** The files that a model lies in: one, or those beside it that it names. To tell whether it is the same, and to carry it elsewhere. */
import { basename, dirname, join } from 'node:path';
import { exists, readBytes, sha256File } from '../files.ts';
import { type FormatName, NAME_FILE } from './formatNames.ts';
import { recogniseFormat } from './formats.ts';
import { decodeOnnxFile, listExternal } from './onnxFile.ts';
import { locateTopology, readTfjsFile } from './tfjs.ts';

/** Where a model's files are: `paths` from `folder`, first that of the file that is the model. */
export interface ModelFiles {
  readonly folder: string;
  readonly paths: readonly string[];
}

/**
 * The files of the model at `path`, which may be a folder; its format goes by its name unless one is `named`. Throws a UserError
 * where it cannot be read so far.
 */
export async function listModelFiles(path: string, named?: FormatName): Promise<ModelFiles> {
  const format = named ?? (await recogniseFormat(path));
  const file = format === 'tfjs' ? locateTopology(path) : path;
  return { folder: dirname(file), paths: [basename(file), ...(await listBeside(format, file))] };
}

async function listBeside(format: string, file: string): Promise<readonly string[]> {
  if (format === 'tfjs') return (await readTfjsFile(file)).paths;
  if (format !== 'onnx') return [];
  return listExternal(decodeOnnxFile(await readBytes(file, NAME_FILE), file), file);
}

/** The paths of the files of the model at `path`, as {@link listModelFiles} has them. */
export async function locateModelFiles(path: string, named?: FormatName): Promise<string[]> {
  const { folder, paths } = await listModelFiles(path, named);
  return paths.map((one) => join(folder, one));
}

/** A model's file, and what is in it. */
export interface ModelDigest {
  /** From the folder of the file that is the model. */
  readonly path: string;
  readonly sha256: string;
}

/** The model's files by their content, in the order of {@link listModelFiles}. Throws a UserError where one is missing. */
export async function digestModel(path: string): Promise<ModelDigest[]> {
  const { folder, paths } = await listModelFiles(path);
  const digests: ModelDigest[] = [];
  for (const one of paths) digests.push({ path: one, sha256: await sha256File(join(folder, one)) });
  return digests;
}

/** Where the model `named` is among its files in another folder: itself, or the folder in which it is that of TF.js. */
export async function findModelIn(folder: string, named: string): Promise<string> {
  const own = join(folder, basename(named));
  return !(await exists(own)) && (await exists(locateTopology(folder))) ? folder : own;
}
