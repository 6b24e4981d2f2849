/** Command: makes the judges anew and says whether they are those of the repository. */
import type { JudgeName } from '../study/judgeNames.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { withFolder } from './studyCommand.ts';

export const command = defineCommand({
  script: 'pipeline/commands/judges.ts',
  purpose:
    'Makes the judges from MNIST anew, calibrates and measures them, and says whether they are the frozen ones, bit for ' +
    'bit. All of them take nearly two hours; abs and the cnn need make tfjs-node.',
  options: {
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
  },
  async run({ judge, freeze, commit }) {
    const { openEngine } = await import('../engine/openEngine.ts');
    const { FROZEN_FOLDER } = await import('../judging/frozenFiles.ts');
    const { makeJudges } = await import('../makeJudges/makeJudges.ts');
    const origin = { commit, date: new Date().toISOString().slice(0, 10) };
    const task = { judges: judge, origin, isFreezing: freeze };
    const engine = await openEngine('onnx');
    const make = () => makeJudges(engine, task, console.log);
    const others = await (freeze ? withFolder('judges', FROZEN_FOLDER, make) : make());
    if (others.length === 0) console.log('judges: all are the same as the frozen ones');
    else if (freeze) console.log(`judges: ${others.join(', ')} frozen in pipeline/judging/frozen`);
    return others.length === 0 || freeze ? 0 : 1;
  },
});

await runIfMain(import.meta, command);
