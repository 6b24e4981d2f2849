/** Reports of made studies, which differ in what they have to say. */
import cnn from '../../pipeline/judging/frozen/cnn.json' with { type: 'json' };
import { renderHtml } from '../../pipeline/report/renderReport.ts';
import { renderMarkdown } from '../../pipeline/report/reportMarkdown.ts';
import { sampleModels } from '../../pipeline/report/sampleModels.ts';
import type { StudyResults } from '../../pipeline/report/studyResults.ts';
import {
  CONSTANT_SHAPE,
  GRID_SHAPE,
  makeCheck,
  makeStudy,
  SINGLE_SHAPE,
  type StudyShape,
  UNFINISHED_SHAPE,
} from '../report/fixture.ts';

/** A frozen judge's own card says what it is, as a made one cannot. */
function makeNamed(shape: StudyShape): StudyResults {
  const made = makeStudy(shape);
  return { ...made, judges: [{ ...made.judges[0]!, description: cnn.card.description }] };
}

const grid = makeNamed(GRID_SHAPE);

/** By what they are. */
export const REPORTS: Readonly<Record<string, StudyResults>> = {
  'a grid with gaps': grid,
  'more models than are shown': { ...grid, sample: sampleModels(grid, 3)! },
  'one model': makeNamed(SINGLE_SHAPE),
  'scores that are all alike': makeNamed(CONSTANT_SHAPE),
  'nothing finished': makeNamed(UNFINISHED_SHAPE),
  'scores that are withheld': { ...grid, check: makeCheck(0.3) },
  'judges that were not tried': { ...grid, check: null },
  'labels that stand for other digits': {
    ...grid,
    check: makeCheck(0.3, { relabelled: { digits: [1, 0, 2, 3, 4, 5, 6, 7, 8, 9], right: 0.9 } }),
  },
  'images that are inverted': {
    ...grid,
    check: makeCheck(0.3, { undone: [{ change: 'inverted', right: 0.95 }] }),
  },
  'images that are missing or shared': {
    ...grid,
    classGaps: [{ kind: 'training', missing: [4, 5], rare: [{ label: 3, count: 12 }], equalShare: 400 }],
    sharedImages: 10,
    ratingsLeftOut: 'ideas.csv',
  },
  'axes beyond hidden and batch size': makeNamed({
    ...GRID_SHAPE,
    hidden: [16],
    batch: [100, 1000],
    further: { optimizer: ['adam', 'sgd'] },
    missing: [],
  }),
};

/** The page and the Markdown of a report. */
export function renderBoth(results: StudyResults): { page: string; markdown: string; results: StudyResults } {
  return { page: renderHtml(results), markdown: renderMarkdown(results), results };
}
