/**
 * Command: writes the JSON Schema of a study's config, with which editors complete and check the YAML in configs/.
 *
 * The schema in pipeline/study/config.ts is the one definition; the published file is generated and never edited.
 */
import { expected } from '../study/errors.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

async function assertCurrent(file: string, text: string): Promise<void> {
  const { exists, readBytes } = await import('../store/files.ts');
  const published = (await exists(file)) ? new TextDecoder().decode(await readBytes(file)) : null;
  if (published === text) return;
  const got = published === null ? 'no file' : 'another';
  throw expected(file, 'the current schema', got, 'run npx tsx pipeline/commands/schema.ts');
}

export const command = defineCommand({
  script: 'pipeline/commands/schema.ts',
  purpose: "Writes the JSON Schema of a study's config, or checks whether the published one is current.",
  options: {
    out: {
      type: 'string',
      default: 'configs/study.schema.json',
      requiresArg: true,
      describe: 'File to write, or to check',
    },
    check: {
      type: 'boolean',
      default: false,
      describe: 'Write nothing; exit with 2 when the file is not current',
    },
  },
  async run({ out, check }) {
    const { studyJsonSchema } = await import('../study/config.ts');
    const { writeFileAtomic } = await import('../store/files.ts');
    const text = `${JSON.stringify(studyJsonSchema(), null, 2)}\n`;
    if (check) await assertCurrent(out, text);
    else await writeFileAtomic(out, text);
    console.log(`schema: ${out} ${check ? 'is current' : 'written'}`);
  },
});

await runIfMain(import.meta, command);
