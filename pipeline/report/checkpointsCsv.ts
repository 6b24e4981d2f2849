/** checkpoints.csv: what was measured of each model at each of its checkpoints, and how its ideas there are read. */
import type { Checkpoint } from '../analysis/studyTable.ts';
import { mean } from '../math/rows.ts';
import { type Column, encodeCsvParts } from '../store/csv.ts';
import type { AxisName } from '../study/axes.ts';
import type { Model } from '../study/grid.ts';
import type { ModelCheckpoints, StudyResults } from './studyResults.ts';
import { checkColumns, modelColumns, namedColumns } from './tablesCsv.ts';

type Row = Checkpoint & { readonly model: Model };

/**
 * One row a checkpoint, ascending within each model, in the order given. Scores are means over the ideas of all digits and
 * starts: `recognisability` of the masked reading, as are the columns `family_NAME`.
 * `check`: whether scores hold.
 */
export function checkpointsCsv(
  models: readonly ModelCheckpoints[],
  check: StudyResults['check'],
  axes: readonly AxisName[],
): Iterable<string> {
  const rows = models.flatMap(({ model, checkpoints }): Row[] =>
    checkpoints.map((checkpoint) => ({ model, ...checkpoint })),
  );
  const meanOf = (reading: 'masked' | 'whole' | 'framed') => (row: Row) =>
    mean(row.ideas.map(({ scores }) => scores[reading]));
  const columns: readonly Column<Row>[] = [
    ...modelColumns(axes),
    ['updates', (row) => row.updates],
    ['examples', (row) => row.examples],
    ['training_loss', (row) => row.trainingLoss],
    ['validation_loss', (row) => row.validationLoss],
    ['test_accuracy', (row) => row.testAccuracy],
    ['distance', (row) => row.distance],
    ['gradient_norm', (row) => row.gradientNorm],
    ['recognisability', meanOf('masked')],
    ['recognisability_whole', meanOf('whole')],
    ['recognisability_framed', meanOf('framed')],
    ...checkColumns(check),
    ...namedColumns(rows, 'family', averageFamilies),
  ];
  return encodeCsvParts<Row>(rows, columns);
}

/** Mean scores of a checkpoint's ideas by each family of judges. */
function averageFamilies({ ideas }: Row): Record<string, number> {
  const names = Object.keys(ideas[0]?.scores.families ?? {});
  return Object.fromEntries(
    names.map((name) => [name, mean(ideas.map(({ scores }) => scores.families[name]!))]),
  );
}
