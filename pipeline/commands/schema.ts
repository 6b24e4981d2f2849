/**
 * Publishes the JSON Schema of a study's config, so that editors complete and check the YAML in configs/.
 *
 * The schema in pipeline/study/config.ts is the one definition; the published file is generated and never edited.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { studyJsonSchema } from '../study/config.ts';
import { expected, UserError } from '../study/errors.ts';

function parseOptions() {
  return yargs(hideBin(process.argv))
    .scriptName('npx tsx pipeline/commands/schema.ts')
    .usage("$0\n\nWrites the JSON Schema of a study's config.")
    .option('out', {
      type: 'string',
      default: 'configs/study.schema.json',
      requiresArg: true,
      describe: 'File to write, or to check',
    })
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'Write nothing; exit with 2 when the file is not current',
    })
    .strict()
    .fail((message, error) => {
      const got = message ?? error.message;
      throw expected('command line', 'the options that --help lists', got, 'mend the command');
    })
    .parseSync();
}

function assertCurrent(file: string, text: string): void {
  const published = readIfPresent(file);
  if (published !== text) {
    const got = published === null ? 'no file' : 'another';
    throw expected(file, 'the current schema', got, 'run npx tsx pipeline/commands/schema.ts');
  }
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw expected(file, 'a file that can be written', String(error), 'give another --out');
  }
}

try {
  const { out, check } = parseOptions();
  const text = `${JSON.stringify(studyJsonSchema(), null, 2)}\n`;
  if (check) assertCurrent(out, text);
  else writeText(out, text);
  console.log(`schema: ${out} ${check ? 'is current' : 'written'}`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
