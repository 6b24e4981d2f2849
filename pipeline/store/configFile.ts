/** Reading a study's config from a YAML file. */
import { parse } from 'yaml';
import { parseStudyConfig, type StudyConfig } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { applyOverrides } from '../study/override.ts';
import { readBytes } from './files.ts';

/** The validated config in `path` with `overrides` (`path=value`) applied. Throws a UserError of one line. */
export async function readStudyConfig(path: string, overrides: readonly string[]): Promise<StudyConfig> {
  const bytes = await readBytes(path, 'name a config such as configs/smoke.yaml');
  const tree = parseYaml(path, new TextDecoder().decode(bytes));
  const where = overrides.length > 0 ? `${path} with ${overrides.join(' ')}` : path;
  return parseStudyConfig(applyOverrides(tree, overrides), where);
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    // An alias to nothing is a ReferenceError; what is wrong is the text in either case.
    if (!(error instanceof Error)) throw error;
    const [reason] = error.message.split('\n');
    throw expected(path, 'YAML', `${reason?.replace(/:$/, '')}`, 'mend that line');
  }
}
