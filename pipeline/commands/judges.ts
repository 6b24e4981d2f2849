/** Command: makes the judges anew and says whether they are those of the repository. */
import { openEngine } from '../engine/openEngine.ts';
import { makeJudges } from '../makeJudges/makeJudges.ts';
import { RECIPES } from '../makeJudges/recipes.ts';
import { JUDGE_NAMES, type JudgeName } from '../study/config.ts';
import { parseCommand, runCommand } from './command.ts';

const EFFORTS = JUDGE_NAMES.map((name) => `${name} ${RECIPES[name].effort}`).join('; ');
const PURPOSE =
  `Makes the judges from MNIST anew (${EFFORTS}), calibrates and measures them, and says whether they are the frozen ` +
  'ones, bit for bit.';

await runCommand(async () => {
  const options = parseCommand('judges', PURPOSE, {
    judge: {
      choices: JUDGE_NAMES,
      array: true,
      default: [...JUDGE_NAMES] as JudgeName[],
      describe: 'Only these judges',
    },
    freeze: {
      type: 'boolean',
      default: false,
      describe: 'Put what differs in the place of the frozen ones: this changes the version of every score',
    },
    commit: {
      type: 'string',
      default: 'unknown',
      requiresArg: true,
      describe: 'The commit of this code, for the cards',
    },
  });
  const origin = { commit: options.commit, date: new Date().toISOString().slice(0, 10) };
  const task = { judges: options.judge, origin, isFreezing: options.freeze };
  const changed = await makeJudges(await openEngine('onnx'), task, console.log);
  if (changed.length === 0) console.log('judges: all are the same as the frozen ones');
  else if (options.freeze) console.log(`judges: ${changed.join(', ')} frozen in pipeline/judging/frozen`);
  else process.exitCode = 1;
});
