/** The power of studies that could be made, as tables in Markdown. */
import { LEVEL } from '../statistics/blockedEffect.ts';
import { leastFlipP } from '../statistics/multiplicity.ts';
import { fewestSeeds, type Pilot, type PowerAxis, powerOf, slopeDeviation } from './power.ts';

const SEEDS = [2, 3, 4, 5, 6, 8, 10, 15, 20];
const STARTS = [1, 2, 3, 6, 10];
const DIGITS = [2, 5, 10];

const AXES: readonly { readonly axis: PowerAxis; readonly name: string }[] = [
  { axis: 'batch', name: 'batch size' },
  { axis: 'hidden', name: 'hidden size' },
];

/** What the pilot says: its size and variances, and for either axis the power by seeds and starts, and by seeds and digits. */
export function describePower(pilot: Pilot, effect: number): string {
  const parts = AXES.map(({ axis, name }) => describeAxis(pilot, axis, name, effect));
  return [describePilot(pilot), ...parts, describeFlips()].join('\n\n');
}

function describePilot({ components: { size, variances }, knowsStarts }: Pilot): string {
  const parts = (['model', 'modelDigit', 'rest'] as const)
    .filter((source) => variances[source] !== null)
    .map((source) => `${SOURCES[source]} ${variances[source]!.toPrecision(3)}`);
  const { leftOut } = size;
  return [
    `Pilot: ${size.cells} cells, ${size.seeds} seeds, ${size.digits} digits, ${size.starts} starts; variances of the score: ${parts.join(', ')}.`,
    ...(leftOut.length > 0 ? [`Left out, for ideas are missing: seeds ${leftOut.join(', ')}.`] : []),
    ...(knowsStarts
      ? []
      : ['With one start a digit the pilot cannot say what more starts would help: taken to be nothing.']),
  ].join('\n');
}

const SOURCES = {
  model: 'between models of a cell',
  modelDigit: 'model by digit',
  rest: 'between starts',
} as const;

function describeAxis(pilot: Pilot, axis: PowerAxis, name: string, effect: number): string {
  const { digits, starts } = pilot.components.size;
  const deviation = slopeDeviation(pilot, axis, { digits, starts });
  if (deviation === null) return `The pilot's grid has one ${name}: nothing can be said of its effect.`;
  const cell = (seeds: number, study: { readonly digits: number; readonly starts: number }) => {
    const power = powerOf(pilot, axis, effect, { ...study, seeds });
    return power === null ? '' : `${Math.floor(100 * power)}%`;
  };
  const table = (word: string, levels: readonly number[], studyOf: (level: number) => StudyShape) =>
    [
      `| seeds | ${levels.map((level) => `${level} ${word}${level === 1 ? '' : 's'}`).join(' | ')} |`,
      `|---:|${levels.map(() => '---:').join('|')}|`,
      ...SEEDS.map(
        (seeds) => `| ${seeds} | ${levels.map((level) => cell(seeds, studyOf(level))).join(' | ')} |`,
      ),
      `| for 80% | ${levels.map((level) => fewestSeeds(pilot, axis, effect, studyOf(level)) ?? 'over 1,000').join(' | ')} |`,
    ].join('\n');
  return [
    `Power at 5% to show a change of ${effect} of the score a doubling of the ${name}; between seeds of the pilot the slope varies by ${deviation.toPrecision(3)}.`,
    table('start', STARTS, (level) => ({ digits, starts: level })),
    table('digit', DIGITS, (level) => ({ digits: level, starts })),
  ].join('\n\n');
}

/** What no effect is large enough for. */
function describeFlips(): string {
  const fewest = SEEDS.find((seeds) => leastFlipP(seeds) < LEVEL)!;
  return `Powers are of one hypothesis. Several are corrected by flips of the seeds' signs (max-T), which show nothing below ${fewest} seeds.`;
}

interface StudyShape {
  readonly digits: number;
  readonly starts: number;
}
