/** Calibrates and measures a judge that is made, which completes what is frozen of it. */
import type { Engine } from '../engine/engine.ts';
import { binarise } from '../judging/binary.ts';
import { fitCalibration } from '../judging/calibrationFit.ts';
import { type FrozenRecord, openWitness } from '../judging/frozen.ts';
import { openJudge, type Witness } from '../judging/judge.ts';
import { imagesOfDigit } from '../judging/judgingData.ts';
import { drawLesson, type Lesson } from '../judging/lessons/lesson.ts';
import type { Material } from '../judging/lessons/nonDigits.ts';
import { bytesToUnit, CLASSES, DIGITS } from '../math/images.ts';
import { openStream } from '../math/streams.ts';
import type { JudgeName } from '../study/config.ts';
import type { MadeJudge } from './makers.ts';
import type { JudgeMaterial } from './material.ts';
import { measureReader } from './measureReader.ts';

/** Images that the calibration is fitted to: digits and non-digits, none of them learnt from. */
const CALIBRATION_IMAGES = 6000;

/** The held-out mixture of digits and non-digits that judges and panels are calibrated on. */
export function drawCalibrationMixture({ calibrating }: JudgeMaterial): Lesson {
  return drawLesson(CALIBRATION_IMAGES, calibrating, openStream(0, 'judges/calibration'));
}

/** Who made a judge, and when. */
export interface Origin {
  readonly commit: string;
  readonly date: string;
}

/** The record of a judge that is made. The same material always gives the same, but for `origin`. */
export async function finishJudge(
  engine: Engine,
  material: JudgeMaterial,
  made: MadeJudge,
  origin: Origin,
): Promise<FrozenRecord> {
  const name = made.card.name as JudgeName;
  const witness = await openWitness(name, made.card.parameters, made.weights, {
    engine,
    references: material.split.train,
  });
  try {
    const lesson = drawCalibrationMixture(material);
    const calibration = fitCalibration(await witness.evidence(lesson.images), lesson.targets);
    const typicality = made.isGenerative ? await sortLikelihoods(witness, material.calibrating) : null;
    const judge = openJudge(witness, { name, calibration, typicality });
    const measured = roundNumbers(await measureReader(judge, material.testing));
    return { calibration, typicality, card: { ...made.card, ...origin, ...measured } };
  } finally {
    await witness.dispose();
  }
}

/** For each digit, the log-likelihoods of its own binarised held-out images, ascending, to a hundredth of a nat. */
async function sortLikelihoods(witness: Witness, { digits }: Material): Promise<number[][]> {
  const byDigit: number[][] = [];
  for (const digit of DIGITS) {
    const images = binarise(bytesToUnit(imagesOfDigit(digits, digit)));
    const evidence = await witness.evidence(images);
    const own = Array.from(evidence.none, (_, row) => evidence.digits[row * CLASSES + digit]!);
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
