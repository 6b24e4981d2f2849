/** Command: scores any images by the frozen panel. */
import { defineCommand, type Given } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { STUDY_OPTIONS } from './studyOptions.ts';

const OPTIONS = {
  images: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe:
      'A folder of .png or .vf files, one such file, an IDX file (also gzipped), or a .f32 file: float32 [n, 784] in 0..1, ' +
      'little-endian. White ink on black. A .png of 28x28 or a whole multiple of it is read as it is, one of another size ' +
      "fitted as MNIST's digits were",
  },
  out: { type: 'string', requiresArg: true, demandOption: true, describe: 'The table to write, as CSV' },
  labels: {
    type: 'string',
    requiresArg: true,
    describe:
      'The digits that the images are meant to be, as CSV: image,digit; an image is named by its file, below the folder, or ' +
      'by its number from 0. Where nothing is intended, the most likely digit is scored',
  },
  invert: { type: 'boolean', default: false, describe: 'The images are dark on white' },
  engine: { ...STUDY_OPTIONS.engine, describe: 'What computes (default onnx)' },
} as const;

/** Throws a UserError where the table would take the place of what is read, would lie in a study or in the place of a folder, or would be taken for an image by the next call. */
async function assertOutApart(out: string, images: string, labels: string | undefined): Promise<void> {
  const { isPicture, listImageFiles } = await import('../score/imageSet.ts');
  const { isFolder } = await import('../store/fileList.ts');
  const { exists } = await import('../store/files.ts');
  const { assertNoInputs, assertOutsideStudies, findWithin, refuseInput } = await import(
    '../store/outputs.ts'
  );
  const { expected } = await import('../study/errors.ts');
  assertNoInputs([out], [...(await listImageFiles(images)), ...(labels === undefined ? [] : [labels])]);
  await assertOutsideStudies(out);
  if ((await exists(out)) && (await isFolder(out)))
    throw expected('--out', 'a table to write', `the folder ${out}`, 'name a file in it');
  if (!isPicture(out) || findWithin(out, images) === null) return;
  throw refuseInput(out, 'give it the ending .csv, for what is called so there is read as an image');
}

async function score({ images, out, labels, invert, engine }: Given<typeof OPTIONS>): Promise<void> {
  const { dirname } = await import('node:path');
  const { readFrozenPanel } = await import('../judging/frozenPanel.ts');
  const { formatCount, formatQuantity } = await import('../page/wording.ts');
  const { readImageSet } = await import('../score/imageSet.ts');
  const { readImages } = await import('../score/readImages.ts');
  const { readLabels } = await import('../score/readLabels.ts');
  const { scoresCsv } = await import('../score/scoreTable.ts');
  const { prepareFolder, writeFileAtomic } = await import('../store/files.ts');
  const { JUDGE_NAMES } = await import('../study/judgeNames.ts');
  await assertOutApart(out, images, labels);
  const { version } = await readFrozenPanel(JUDGE_NAMES);
  const set = await readImageSet(images, invert);
  const meant = labels === undefined ? null : await readLabels(labels, set.names);
  await prepareFolder(dirname(out));
  for (const remark of [...set.remarks, ...(meant?.remarks ?? [])]) console.error(remark);
  const count = set.names.length;
  const answers = await readImages(set.images, {
    engine: engine ?? 'onnx',
    onProgress: (done) => console.error(`score: ${formatCount(done)} of ${formatQuantity(count, 'image')}`),
  });
  const digits = meant?.digits ?? set.names.map(() => null);
  await writeFileAtomic(out, scoresCsv({ names: set.names, digits, answers, version }));
  console.log(`score: ${formatQuantity(count, 'image')} scored by ${version}, written to ${out}`);
}

export const command = defineCommand({
  script: 'pipeline/commands/score.ts',
  purpose:
    'Scores any images: how surely the frozen panel takes each for the digit that it is meant to be. Writes a table with a ' +
    'row an image: the probabilities of ten digits and of "not a digit", and those of the digit by family and judge.',
  options: OPTIONS,
  run: async (options) => {
    await score(options);
    return 0;
  },
});

await runIfMain(import.meta, command);
