/** Writing a model to a file, from code. */
import type { MlpParameters } from '../engine/engine.ts';
import type { FormatName } from '../store/models/formatNames.ts';
import { writeModelFile } from '../store/models/formats.ts';
import { expected } from '../study/errors.ts';

/**
 * Writes parameters as the ending of `path` says, or as `format`; gives the bytes written. Throws a UserError for another ending, and
 * where there are none, as of a model that was read and is no chain of fully connected layers.
 */
export function writeModel(
  path: string,
  parameters: MlpParameters | undefined,
  format?: FormatName,
): Promise<number> {
  if (parameters !== undefined) return writeModelFile(path, parameters, format);
  const next = 'copy the file that it was read from';
  throw expected(path, 'the parameters of fully connected layers', 'none', next);
}
