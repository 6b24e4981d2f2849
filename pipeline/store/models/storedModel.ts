/** How a study keeps its models: in the article's format where it can hold the network, else as safetensors. */
import type { MlpParameters } from '../../engine/engine.ts';
import { sha256 } from '../files.ts';
import { decodeDat, encodeDat, fitsDat } from './dat.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

/** Names of the file in a model's folder. */
export const MODEL_FILES = ['model.dat', 'model.safetensors'] as const;
export type ModelFile = (typeof MODEL_FILES)[number];

/** The file that holds the model, by name. The same model has the same bytes. */
export function encodeModel(parameters: MlpParameters): {
  readonly name: ModelFile;
  readonly bytes: Uint8Array;
} {
  return fitsDat(parameters)
    ? { name: 'model.dat', bytes: encodeDat(parameters) }
    : { name: 'model.safetensors', bytes: encodeSafetensors(parameters) };
}

/** The model of a file of that name. Throws a UserError that names `where` for damaged bytes. */
export function decodeModel(name: ModelFile, bytes: Uint8Array, where: string): MlpParameters {
  return name === 'model.dat' ? decodeDat(bytes, where) : decodeSafetensors(bytes, where);
}

/** SHA-256 of the model's file: its identity, whatever format it was read from. */
export function hashModel(parameters: MlpParameters): string {
  return sha256(encodeModel(parameters).bytes);
}
