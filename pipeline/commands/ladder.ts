/** Command: the validity ladder of the frozen panel. */
import { join } from 'node:path';
import { openEngine } from '../engine/openEngine.ts';
import { climbLadder, MOST_IMAGES } from '../ladder/climbLadder.ts';
import { renderLadder } from '../ladder/ladderPage.ts';
import { WHOLE_RUN } from '../ladder/ladderRecord.ts';
import { describeLadder } from '../ladder/verdict.ts';
import { writeFileAtomic, writeJson } from '../store/files.ts';
import { expected } from '../study/errors.ts';
import { parseCommand, runCommand, STUDY_OPTIONS } from './command.ts';

const PURPOSE =
  'Holds the frozen judges against nine rungs of images of which it is known what a judge should say, from noise to ' +
  'real digits, and tests what is expected of each: what was stated before the first run, and apart from it what was ' +
  'added later. Takes up to half an hour.';

await runCommand(async () => {
  const { images, seed, engine, artifacts } = parseCommand('ladder', PURPOSE, {
    images: {
      type: 'number',
      default: WHOLE_RUN,
      requiresArg: true,
      describe: `Images of each kind made from digits, at most ${MOST_IMAGES}`,
    },
    seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of everything drawn' },
    engine: { ...STUDY_OPTIONS.engine, describe: 'What computes (default onnx)' },
    artifacts: { ...STUDY_OPTIONS.artifacts, describe: 'Folder whose folder `ladder` is written' },
  });
  if (!Number.isInteger(images) || images < 20 || images > MOST_IMAGES) {
    throw expected('--images', `a whole number from 20 to ${MOST_IMAGES}`, String(images), 'see --help');
  }
  if (!Number.isInteger(seed) || seed < 0) {
    throw expected('--seed', 'a whole number from 0', String(seed), 'see --help');
  }
  const record = await climbLadder(await openEngine(engine ?? 'onnx'), { images, seed }, console.error);
  const folder = join(artifacts, 'ladder');
  await writeJson(join(folder, 'ladder.json'), record);
  await writeFileAtomic(join(folder, 'index.html'), renderLadder(record));
  for (const line of describeLadder(record)) console.log(line);
  console.log(`ladder: ${join(folder, 'index.html')}`);
});
