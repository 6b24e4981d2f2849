/** Command: a finished study in the forms that other tools read. */
import { formatQuantity } from '../page/wording.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { openNamedStudy, STUDY_OPTIONS } from './studyOptions.ts';

export const command = defineCommand({
  script: 'pipeline/commands/export.ts',
  purpose:
    'Writes a finished study for other tools: its tables with a README of their columns, its figures as SVG and PNG, and its ' +
    'training curves as event files of TensorBoard. The study itself is only read.',
  options: {
    ...STUDY_OPTIONS,
    out: {
      type: 'string',
      requiresArg: true,
      describe: 'Folder to write into; artifacts/export/NAME unless given',
    },
  },
  async run({ out, ...named }) {
    const { join } = await import('node:path');
    const { exportStudy } = await import('../export/exportStudy.ts');
    const study = await openNamedStudy(named);
    const folder = out ?? join(named.artifacts, 'export', study.config.name);
    const { tables, figures, eventFiles } = await exportStudy(study, folder);
    const found = [
      formatQuantity(tables, 'table'),
      formatQuantity(figures, 'figure'),
      formatQuantity(eventFiles, 'event file'),
    ];
    console.log(`export: ${folder} (${found.join(', ')})`);
  },
});

await runIfMain(import.meta, command);
