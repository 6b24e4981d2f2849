/** The models that a study of given models names: folders of them are looked through, and each gets a name of its own. */
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { expected } from '../study/errors.ts';
import { type GivenEntry, nameByFile } from '../study/givenModels.ts';
import { listFiles } from './fileList.ts';

/** Files in a folder that are models by their names; of TF.js models those that its converters write. */
const IS_MODEL = /(\.(onnx|safetensors|dat)|(^|\/)model\.json)$/i;

/**
 * The entries with every folder of models replaced by its models, in the order of their paths, and with a name each. A folder in
 * which a TF.js model lies is that model. Throws a UserError for a folder without models, and for a name that comes twice.
 */
export async function expandGiven(entries: readonly GivenEntry[]): Promise<GivenEntry[]> {
  const expanded: GivenEntry[] = [];
  for (const entry of entries) expanded.push(...(await expandEntry(entry)));
  return nameApart(expanded);
}

async function expandEntry(entry: GivenEntry): Promise<GivenEntry[]> {
  // A file that is not there is told of by the step that reads it, for the others can be read.
  if ((await kindOf(entry.file)) !== 'folder') return [entry];
  if ((await kindOf(join(entry.file, 'model.json'))) === 'file') return [entry];
  const files = (await listFiles(entry.file)).filter((file) => IS_MODEL.test(file));
  if (files.length === 0) {
    const wanted = 'models (.onnx, .safetensors, .dat, or model.json of TF.js)';
    throw expected(entry.file, wanted, 'none', 'name another folder, or the files');
  }
  if (entry.name !== undefined && files.length > 1) {
    const found = `a folder of ${files.length}`;
    throw expected(
      `models: ${entry.name}`,
      'one model of that name',
      found,
      'name the file, or leave the name out',
    );
  }
  return files.map((file) => ({ ...entry, file: join(entry.file, file) }));
}

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  return stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => null,
  );
}

/** Names by the files; where several would have one, with the format behind it. */
function nameApart(entries: readonly GivenEntry[]): GivenEntry[] {
  const short = entries.map((entry) => entry.name ?? nameByFile(entry.file));
  const named = entries.map((entry, at) => {
    const isAlone = short.filter((name) => name === short[at]).length === 1;
    const format = extname(entry.file).slice(1).toLowerCase();
    const name = isAlone || entry.name !== undefined || format === '' ? short[at]! : `${short[at]}-${format}`;
    return { ...entry, name };
  });
  const twice = named.find(({ name }, at) => named.findIndex((other) => other.name === name) < at);
  if (twice === undefined) return named;
  const first = named.find(({ name }) => name === twice.name)!;
  throw expected(
    `models: ${twice.file}`,
    'a name of its own',
    `${twice.name}, that of ${first.file}`,
    `give it one, such as {file: ${twice.file}, name: ${twice.name}-2}`,
  );
}
