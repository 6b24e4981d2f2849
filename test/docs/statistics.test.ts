import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readIdeaTable } from '../../pipeline/report/ideaTable.ts';
import { clippedLogit } from '../../pipeline/statistics/logit.ts';
import { estimateStudyComponents, STUDY_SOURCES } from '../../pipeline/statistics/studyComponents.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the variances that docs/statistics.md tells are those of the committed sweep', async () => {
  const page = await readFile(join(ROOT, 'docs/statistics.md'), 'utf8');
  const [, table] = /\| source \| variance of the logit .*\n.*\n([\s\S]*?)\n\n/.exec(page)!;
  const written = table!.split('\n').map((row) => row.split(' | ').slice(1).map(Number.parseFloat));
  const scores = await readIdeaTable(join(ROOT, 'docs/results/sweep/ideas.csv'));
  const logits = scores.map((idea) => ({ ...idea, y: clippedLogit(idea.y) }));
  const [ofLogits, ofScores] = [logits, scores].map((ideas) => estimateStudyComponents(ideas)!.variances);
  expect(written).toHaveLength(STUDY_SOURCES.length);
  for (const [k, source] of STUDY_SOURCES.entries()) {
    expect(written[k]![0], source).toBeCloseTo(ofLogits![source]!, 3);
    expect(written[k]![1], source).toBeCloseTo(ofScores![source]!, 5);
  }
});
