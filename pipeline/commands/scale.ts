/** Says how long a large sweep on a queue takes with how many workers, by simulation from measured times. */
import { assertWhole, defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';

const milliseconds = (what: string, measured: number) =>
  ({ type: 'number', default: measured, requiresArg: true, describe: `Milliseconds ${what}` }) as const;

const OPTIONS = {
  study: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder of a study, finished or not: its models’ times are those of the simulated ones',
  },
  models: { type: 'number', default: 100_000, requiresArg: true, describe: 'Models of the simulated grid' },
  take: milliseconds('of Redis to give a job out', 0.5),
  finish: milliseconds('of Redis to take its end in', 0.5),
  put: milliseconds('of a worker to put a model into the store', 110),
  gather: milliseconds('of the sweep to gather a model', 60),
  kilobytes: { type: 'number', default: 1000, requiresArg: true, describe: 'Kilobytes of a model' },
  'lost-every': {
    type: 'number',
    default: 24,
    requiresArg: true,
    describe: 'Hours after which a worker is lost, in the mean',
  },
  restarts: { type: 'number', default: 5, requiresArg: true, describe: 'Restarts of Redis, of 30 s each' },
  seed: { type: 'number', default: 0, requiresArg: true, describe: 'Seed of the losses' },
} as const;

export const command = defineCommand({
  script: 'pipeline/commands/scale.ts',
  purpose:
    'Simulates a sweep on a queue with 1, 10, 100 and 1,000 workers that are lost now and then: how long it takes, and what Redis, the store and the sweep have to bear.',
  options: OPTIONS,
  async run(options) {
    const { expected } = await import('../study/errors.ts');
    if (options.study === undefined) {
      throw expected('--study', 'the folder of a study whose times to take', 'none', 'give artifacts/NAME');
    }
    assertWhole('--models', options.models, 1);
    assertWhole('--restarts', options.restarts, 0);
    assertWhole('--seed', options.seed, 0);
    for (const name of ['take', 'finish', 'put', 'gather', 'kilobytes', 'lost-every'] as const) {
      if (!(options[name] > 0))
        throw expected(`--${name}`, 'a number above 0', String(options[name]), 'give another');
    }
    const { readAllSeconds } = await import('../models/modelTimes.ts');
    const { renderScale, repeatTimes } = await import('../queue/simulation/scaleTable.ts');
    const measured = await readAllSeconds(options.study);
    if (measured.length === 0) {
      throw expected(options.study, 'a study with finished models', 'none', 'run make sweep first');
    }
    const mean = measured.reduce((sum, seconds) => sum + seconds, 0) / measured.length;
    const [least, most] = [Math.min(...measured), Math.max(...measured)];
    console.log(
      `${options.models} models with the times of ${measured.length}: ${least.toFixed(1)} to ${most.toFixed(1)} s, ${mean.toFixed(1)} s in the mean\n`,
    );
    const setting = {
      models: repeatTimes(measured, options.models),
      take: options.take / 1000,
      finish: options.finish / 1000,
      put: options.put / 1000,
      gather: options.gather / 1000,
      bytes: 1000 * options.kilobytes,
      untilLost: 3600 * options['lost-every'],
      ...{ lostAfter: 30, replaced: 60, restarts: options.restarts, away: 30, seed: options.seed },
    };
    console.log(renderScale(setting));
    return 0;
  },
});

await runIfMain(import.meta, command);
