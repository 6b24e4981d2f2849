import { expect, onTestFinished, test } from 'vitest';
import { openFrozenPanel, readFrozenPanel, withPanel } from '../../pipeline/judging/frozenPanel.ts';
import { showAs } from '../../pipeline/judging/scoreIdeas.ts';
import { summariseTraining } from '../../pipeline/judging/trainingSummary.ts';
import { CLASSES, DIGITS } from '../../pipeline/math/images.ts';
import { findScores, readIdeaImages } from '../../pipeline/models/ideaScores.ts';
import { keepSearched, readModelStates } from '../../pipeline/models/modelState.ts';
import { computeModel } from '../../pipeline/sweep/computeModel.ts';
import { readStamps } from '../commands/commandLine.ts';
import { openSmallStudy, score } from './smallStudy.ts';

test('nothing is scored before there is an idea, each model once, and again by other judges', async () => {
  const { study, data, change } = await openSmallStudy();
  expect(await score(study, data)).toBe(0);
  await computeModel(study, study.models[0]!, data);
  expect(await score(study, data)).toBe(1);

  // What is kept of each idea is what the panel says of its image by itself, masked.
  const [searched] = keepSearched(await readModelStates(study, data));
  const panel = await openFrozenPanel(study.engine, await readFrozenPanel(['cnn']));
  onTestFinished(() => panel.dispose());
  const { scores } = (await findScores(study, searched!, panel.version)).result!.content;
  expect(scores.map(({ digit }) => digit)).toEqual(DIGITS);
  const images = await readIdeaImages(study, searched!.model, searched!.ideas);
  for (const [k, { digit, restart, recognisability }] of scores.entries()) {
    const shown = showAs('masked', { digit, restart, image: images[k]! }, summariseTraining(data.train));
    const answers = await panel.probabilities(shown);
    expect(answers).toHaveLength(CLASSES + 1);
    expect(recognisability).toBeCloseTo(answers[digit]!, 6);
  }

  const stamps = await readStamps(study.folder.root, /scores\.json$/);
  expect(Object.keys(stamps)).toHaveLength(1);
  expect(await score(study, data)).toBe(0);
  expect(await readStamps(study.folder.root, /scores\.json$/)).toEqual(stamps);

  const others = await change({ judges: ['mixture'] });
  expect(await score(others, data)).toBe(1);
  expect(await score(others, data)).toBe(0);
  await withPanel(others, async ({ version }) => {
    expect((await findScores(others, searched!, version)).stale).toBeNull();
    expect((await findScores(others, searched!, panel.version)).stale).not.toBeNull();
  });
});
