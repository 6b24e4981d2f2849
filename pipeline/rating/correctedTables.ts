/** Tables of what people would make of all ideas, and of real digits in noise, as text. */
import { TOLERANCES, type Tolerance } from '../judging/tolerance.ts';
import type { TextTable } from '../page/table.ts';
import { formatChange, formatCount, formatScore } from '../page/wording.ts';
import { invertCurve } from '../statistics/psychometric.ts';
import { AXES } from '../study/axes.ts';
import { HALF, pointsOf } from './noiseReading.ts';
import { formatEnds, formatNullable, formatShare, UNDEFINED } from './peopleFormats.ts';
import type { NoiseReading, PeopleSummary } from './ratingRecords.ts';

/** What people would make of all ideas: a row a cell that has enough rated ideas, and one of all; none where none can be said. */
export function correctedTables({ corrected, noise }: PeopleSummary): TextTable[] {
  if (corrected === null) return [];
  const rows = [...corrected.cells, { title: 'all', ...corrected.all }];
  const table = {
    caption: 'Recognisability of all ideas, the panel’s corrected by what people rated',
    header: ['cell', 'ideas', 'rated', 'panel', 'people', '95% interval', 'people’s equivalent noise'],
    rows: rows.map(({ title, ideas, rated, panel, people }) => [
      ...[title, formatCount(ideas), formatCount(rated), formatScore(panel)],
      ...[formatNullable(people.value), formatEnds(people), writeEquivalentNoise(noise, people.value)],
    ]),
  };
  return [table];
}

/** The same of the slopes, where there are any. */
export function slopeTables({ corrected }: PeopleSummary): TextTable[] {
  if (corrected === null || corrected.slopes.length === 0) return [];
  const table = {
    caption: 'Change of recognisability a doubling, over all cells',
    header: ['setting', 'panel', 'people', '95% interval'],
    rows: corrected.slopes.map(({ axis, panel, people }) => [
      AXES[axis].title,
      formatChange(panel),
      formatChange(people.value),
      `${formatChange(people.interval[0])} to ${formatChange(people.interval[1])}`,
    ]),
  };
  return [table];
}

/** The share of flipped pixels at which people give real digits the same mean score; nothing where they saw none in noise. */
function writeEquivalentNoise({ levels }: PeopleSummary['noise'], score: number): string {
  if (levels.length < 2) return '';
  const most = levels.at(-1)!.flipRate;
  const share = invertCurve(pointsOf(levels, 'score'), score);
  return share === most ? `${formatShare(most)} or more` : formatShare(share);
}

/** Real digits in noise, where any were rated: the shares that each rater names, the panel's mean scores at the same levels. */
export function noiseTables({ noise, raters }: PeopleSummary): TextTable[] {
  if (noise.levels.length < 2) return [];
  const rates = noise.levels.map(({ flipRate }) => flipRate);
  const writePeople = (name: string, { levels, halfPoint }: NoiseReading) => [
    name,
    ...rates.map((rate) => writeLevel(levels.find(({ flipRate }) => flipRate === rate)?.named)),
    halfPoint === null ? writeNoHalf(levels) : formatShare(halfPoint),
  ];
  const writePanel = (tolerance: Tolerance) => {
    const { curve, halfPoint } = noise.panel[tolerance];
    const scores = rates.map((rate) => curve.find(({ flipRate }) => flipRate === rate)?.recognisability);
    return curve.length === 0
      ? []
      : [
          [
            `panel, ${tolerance} noise`,
            ...scores.map(writeLevel),
            halfPoint === null ? '' : formatShare(halfPoint),
          ],
        ];
  };
  const table = {
    caption: 'Real digits in noise: share named rightly (the panel: mean score), by share of flipped pixels',
    header: ['reader', ...rates.map((rate) => formatShare(rate)), 'half at'],
    rows: [
      ...raters.map(({ rater, curve }) => writePeople(rater, curve)),
      writePeople('all who count', noise),
      ...TOLERANCES.flatMap(writePanel),
    ],
  };
  return [table];
}

function writeLevel(value: number | undefined): string {
  return value === undefined ? '' : formatScore(value);
}

/** Why there is no level at which half are named. */
function writeNoHalf(levels: NoiseReading['levels']): string {
  if (levels.length < 2) return 'none seen';
  const last = levels.at(-1)!;
  return last.named > HALF ? `over ${formatShare(last.flipRate)}` : UNDEFINED;
}
