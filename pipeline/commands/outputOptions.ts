/** The options that say what the outputs of a model of one's own are. */
import type { Options } from 'yargs';
import { OUTPUT_KINDS, type OutputKind } from '../engine/opaqueModel.ts';
import { expected } from '../study/errors.ts';

const GROUP = 'What the model in the file gives:';

/** The options, by name. None has a default, so that one that is given can be told. */
export const OUTPUT_OPTIONS = {
  output: {
    choices: OUTPUT_KINDS,
    requiresArg: true,
    group: GROUP,
    describe:
      'What its outputs are; of logits a softmax at the end is left in [default: found, and a softmax at the end left out]',
  },
  classes: {
    type: 'string',
    requiresArg: true,
    group: GROUP,
    describe:
      "Its classes in the order of its outputs, such as shirt,coat,bag, or how many there are; MNIST's images are read where all of them are digits [default: the digits 0 to 9]",
  },
} as const satisfies Readonly<Record<string, Options>>;

/** What a command line gives to them. */
interface GivenOutputs {
  readonly output?: OutputKind | undefined;
  readonly classes?: string | undefined;
}

/** What the outputs were said to be; null where nothing was said. */
export function readOutputs({ output }: GivenOutputs): OutputKind | null {
  return output ?? null;
}

/** Throws a UserError where one of the options is given; `wanted` is what it would need. */
export function refuseOutputs({ output, classes }: GivenOutputs, wanted: string): void {
  const given = output === undefined ? classes && 'classes' : 'output';
  if (given) throw expected(`--${given}`, wanted, 'none', `leave --${given} out`);
}
