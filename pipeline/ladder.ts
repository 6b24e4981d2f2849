/** Stage: the validity ladder of the frozen panel. */
import { join } from 'node:path';
import { openEngine } from './engine/openEngine.ts';
import { parseCommand, runCommand, STUDY_OPTIONS } from './steps/command.ts';
import { climbLadder } from './steps/ladder/ladder.ts';
import { writeFileAtomic, writeJson } from './store/files.ts';
import { expected } from './study/errors.ts';
import { renderLadder } from './view/ladder/page.ts';
import { describeLadder } from './view/ladder/verdict.ts';

const PURPOSE =
  'Holds the frozen judges against nine rungs of images of which it is known what a reader should say, from noise to ' +
  'real digits, and tests the directions that were fixed beforehand. Takes about a quarter of an hour.';

await runCommand(async () => {
  const { images, seed, engine, artifacts } = parseCommand('ladder', PURPOSE, {
    images: {
      type: 'number',
      default: 500,
      requiresArg: true,
      describe: 'Images of each kind made from digits',
    },
    seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of everything drawn' },
    engine: { ...STUDY_OPTIONS.engine, describe: 'What computes (default onnx)' },
    artifacts: { ...STUDY_OPTIONS.artifacts, describe: 'Folder whose folder `ladder` is written' },
  });
  for (const [name, value, least] of [
    ['images', images, 20],
    ['seed', seed, 0],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw expected(`--${name}`, `a whole number from ${least}`, String(value), 'see --help');
    }
  }
  const record = await climbLadder(await openEngine(engine ?? 'onnx'), { images, seed }, console.error);
  const folder = join(artifacts, 'ladder');
  await writeJson(join(folder, 'ladder.json'), record);
  await writeFileAtomic(join(folder, 'index.html'), renderLadder(record));
  for (const line of describeLadder(record)) console.log(line);
  console.log(`ladder: ${join(folder, 'index.html')}`);
});
