/** The formats in which a model is read and written, each recognised by the name of the file. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { MlpParameters } from '../../engine/engine.ts';
import { expected } from '../../study/errors.ts';
import { readBytes, writeFileAtomic } from '../files.ts';
import { type LookName, recogniseBytes } from '../recogniseBytes.ts';
import { decodeDat, encodeDat } from './dat.ts';
import { FILE_NAMES, FORMAT_NAMES, type FormatName, NAME_FILE } from './formatNames.ts';
import { encodeOnnx, readOnnx } from './onnx.ts';
import { FOUND, type ReadingOptions, type ReadModel, takeMlp } from './readModel.ts';
import { encodeSafetensors, readSafetensors } from './safetensors.ts';
import { readTfjs } from './tfjs.ts';
import { writeTfjsLayers } from './tfjsLayers.ts';

/** How a format is read from a path and written to one; `write` returns the bytes written. */
interface ModelFormat {
  read(path: string, options: ReadingOptions): Promise<ReadModel>;
  write(path: string, parameters: MlpParameters): Promise<number>;
}

const FORMATS: Readonly<Record<FormatName, ModelFormat>> = {
  dat: inOneFile(encodeDat, async (bytes, path) => ({
    kind: 'mlp',
    parameters: decodeDat(bytes, path),
    remarks: [],
  })),
  onnx: inOneFile(encodeOnnx, readOnnx),
  safetensors: inOneFile(encodeSafetensors, async (bytes, path) => readSafetensors(bytes, path)),
  tfjs: { read: readTfjs, write: writeTfjsLayers },
};

/**
 * The model in a file or folder, of any form. Its format goes by its name. Throws a UserError for a name that tells none, and for
 * a file that is missing, damaged, or no classifier.
 */
export async function readAnyModel(path: string, options: ReadingOptions = FOUND): Promise<ReadModel> {
  return FORMATS[await recogniseFormat(path)].read(path, options);
}

/** The MLP in a file or folder, whose format goes by its name unless `format` is given. Throws a UserError for any other model too. */
export async function readModelFile(path: string, format?: FormatName): Promise<MlpParameters> {
  const read = await FORMATS[format ?? (await recogniseFormat(path))].read(path, FOUND);
  return takeMlp(read, path);
}

/**
 * Writes a model in the format that {@link readModelFile} would read it in; returns the bytes written. Throws a UserError where
 * the format cannot hold the network.
 */
export async function writeModelFile(
  path: string,
  parameters: MlpParameters,
  format?: FormatName,
): Promise<number> {
  return FORMATS[format ?? (await recogniseFormat(path, true))].write(path, parameters);
}

/** The format that a path's name tells, of a file to be read unless it `isWritten`. A name without an ending is the folder of a TF.js model. */
export async function recogniseFormat(path: string, isWritten = false): Promise<FormatName> {
  const ending = extname(path).slice(1).toLowerCase();
  const named = FORMAT_NAMES.find((name) => name !== 'tfjs' && name === ending);
  if (named !== undefined) return named;
  if (ending === '' || ending === 'json' || (await isFolder(path))) return 'tfjs';
  const nextStep =
    (isWritten ? undefined : HOW_TO_EXPORT[ending]) ??
    `rename it, or name the format: ${FORMAT_NAMES.join(', ')}`;
  throw expected(path, FILE_NAMES, `.${ending}`, nextStep);
}

const OF_KERAS = "write it as ONNX from Keras 3: model.export('model.onnx', format='onnx')";
const OF_PYTORCH = 'write it from PyTorch, with torch.onnx.export or safetensors.torch.save_file';

/** What to do about files that only the library which wrote them reads, by their endings. */
const HOW_TO_EXPORT: Readonly<Record<string, string>> = {
  ...{ keras: OF_KERAS, h5: OF_KERAS, hdf5: OF_KERAS },
  ...{ pt: OF_PYTORCH, pth: OF_PYTORCH, ckpt: OF_PYTORCH },
};

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** What no model looks like, and what a download that failed, or a checkout without its large files, leaves behind. */
const FOREIGN: readonly LookName[] = ['html', 'xml', 'pointer'];

function inOneFile(
  encode: (parameters: MlpParameters, where: string) => Uint8Array,
  decode: (bytes: Uint8Array, path: string, options: ReadingOptions) => Promise<ReadModel>,
): ModelFormat {
  return {
    async read(path, options) {
      const bytes = await readBytes(path, NAME_FILE);
      const look = recogniseBytes(bytes);
      if (look !== null && FOREIGN.includes(look.name))
        throw expected(path, 'a model', look.what, look.nextStep);
      return decode(bytes, path, options);
    },
    write: async (path, parameters) => {
      const bytes = encode(parameters, path);
      await writeFileAtomic(path, bytes);
      return bytes.length;
    },
  };
}
