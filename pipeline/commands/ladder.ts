/** Command: the validity ladder of the frozen panel. */
import { join } from 'node:path';
import { MOST_IMAGES, WHOLE_RUN } from '../ladder/ladderSize.ts';
import { expected } from '../study/errors.ts';
import { assertWhole, defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { withFolder } from './studyCommand.ts';
import { STUDY_OPTIONS } from './studyOptions.ts';

const OPTIONS = {
  images: {
    type: 'number',
    default: WHOLE_RUN,
    requiresArg: true,
    describe: `Images of each kind made from digits, at most ${MOST_IMAGES}`,
  },
  seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of everything drawn' },
  engine: { ...STUDY_OPTIONS.engine, describe: 'What computes (default onnx)' },
  artifacts: { ...STUDY_OPTIONS.artifacts, describe: 'Folder whose folder `ladder` is written' },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/ladder.ts',
  purpose:
    'Holds the frozen judges against nine rungs of images of which it is known what a judge should say, from noise to ' +
    'real digits, and tests what is expected of each: what was stated before the first run, and apart from it what was ' +
    'added later. Then a second ladder of other images, whose limits were sealed before the judges were frozen. Takes ' +
    'up to half an hour.',
  options: OPTIONS,
  async run({ images, seed, engine, artifacts }) {
    if (!Number.isInteger(images) || images < 20 || images > MOST_IMAGES) {
      throw expected('--images', `a whole number from 20 to ${MOST_IMAGES}`, String(images), 'see --help');
    }
    assertWhole('--seed', seed, 0);
    const { openEngine } = await import('../engine/openEngine.ts');
    const { climbLadder } = await import('../ladder/climbLadder.ts');
    const { climbSecond } = await import('../ladder/second/climbSecond.ts');
    const { describeRun } = await import('../ladder/second/countedRun.ts');
    const { describeSecond } = await import('../ladder/second/secondVerdict.ts');
    const { renderLadder } = await import('../ladder/ladderPage.ts');
    const { describeLadder } = await import('../ladder/verdict.ts');
    const { prepareFolder, writeFileAtomic } = await import('../store/files.ts');
    const { writeRecord } = await import('../store/recordFile.ts');
    const folder = join(artifacts, 'ladder');
    const opened = await openEngine(engine ?? 'onnx');
    return withFolder('ladder', folder, async () => {
      await prepareFolder(folder);
      const record = await climbLadder(opened, { images, seed }, console.error);
      await writeRecord(join(folder, 'ladder.json'), record);
      const share = Math.min(1, images / WHOLE_RUN);
      const second = await climbSecond(opened, { seed, share }, console.error);
      await writeRecord(join(folder, 'second.json'), second);
      const run = describeRun(second);
      await writeFileAtomic(join(folder, 'index.html'), renderLadder(record, { record: second, run }));
      for (const line of [...describeSecond(second, run), ...describeLadder(record)]) console.log(line);
      console.log(`ladder: ${join(folder, 'index.html')}`);
      return 0;
    });
  },
});

await runIfMain(import.meta, command);
