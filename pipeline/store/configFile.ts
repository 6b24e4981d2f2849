/** Reading a study's config: from the YAML that a person wrote, and from the JSON that a sweep keeps beside its results. */
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { parseStudyConfig, type StudyConfig, studySchema } from '../study/config.ts';
import { expected } from '../study/errors.ts';
import { applyOverrides } from '../study/override.ts';
import { exists, readBytes } from './files.ts';
import { expandGiven } from './givenFiles.ts';
import { locateConfig } from './ownFolder.ts';
import { readRecordOfAnyVersion } from './recordFile.ts';
import { findUtf16Mark } from './utf16.ts';

/**
 * The validated config in `path`, or where there is none the project's own of that name, with `overrides` (`path=value`)
 * applied, and with the models of folders that it names. Throws a UserError of one line.
 */
export async function readStudyConfig(path: string, overrides: readonly string[]): Promise<StudyConfig> {
  const bytes = await readBytes(locateConfig(path), 'name a config such as configs/smoke.yaml');
  const tree = parseYaml(path, decodeText(path, bytes));
  const where = overrides.length > 0 ? `${path} with ${overrides.join(' ')}` : path;
  const config = parseStudyConfig(applyOverrides(tree, overrides), where);
  return config.models === undefined ? config : { ...config, models: await expandGiven(config.models) };
}

const SAVE_AGAIN = 'save it again as UTF-8';

/** The text of a config: UTF-8, or UTF-16 that says so at its beginning. Throws a UserError that says what else it is. */
function decodeText(path: string, bytes: Uint8Array): string {
  const text = decode(path, bytes);
  if (text.trim() === '') throw expected(path, 'a config', 'an empty file', 'see configs/smoke.yaml for one');
  if (/^\s*<(!doctype|html)/i.test(text)) {
    throw expected(path, 'YAML', 'an HTML page', 'download the file itself, not the page that shows it');
  }
  return text;
}

function decode(path: string, bytes: Uint8Array): string {
  const utf16 = findUtf16Mark(bytes);
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes);
  if (bytes.includes(0)) {
    throw expected(path, 'text in UTF-8', 'bytes of 0, as in UTF-16 or in what is no text', SAVE_AGAIN);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw expected(path, 'text in UTF-8', 'letters in another encoding, such as Windows-1252', SAVE_AGAIN);
  }
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    // An alias to nothing is a ReferenceError; what is wrong is the text in either case.
    if (!(error instanceof Error)) throw error;
    if (error instanceof YAMLParseError && error.code === 'MULTIPLE_DOCS') {
      throw expected(path, 'one YAML document', 'several', 'leave one, and no line --- between two');
    }
    const [reason] = error.message.split('\n');
    throw expected(path, 'YAML', `${reason?.replace(/:$/, '')}`, 'mend that line');
  }
}

/**
 * Values of a dataset that was made before its key was there, where they are not the key's default: cuts were from the front.
 */
const FORMER_DATASET: Readonly<Record<string, unknown>> = { cut: 'first' };

/**
 * The config that a sweep kept in `path`, with every key that is newer than it filled in; null where there is none. Throws a
 * UserError where it cannot be read or is not as it was written.
 */
export async function readKeptConfig(path: string): Promise<StudyConfig | null> {
  if (!(await exists(path))) return null;
  const shape = z.looseObject({ dataset: z.looseObject({}) });
  const kept = await readRecordOfAnyVersion(path, shape, 'give the study another name, or begin it again');
  const known = studySchema.shape.dataset.unwrap().shape;
  const former = Object.entries(FORMER_DATASET).filter(([key]) => Object.hasOwn(known, key));
  const dataset = { ...Object.fromEntries(former), ...kept.dataset };
  return parseStudyConfig({ ...kept, dataset }, path);
}
