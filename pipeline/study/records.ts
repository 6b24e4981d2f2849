/**
 * The records that stages hand to each other through files. Shapes only; store/ reads and writes them.
 */
import { z } from 'zod';
import { CUT_NAMES, studySchema } from './config.ts';

const finite = z.number();

/** One epoch of training. */
export const epochRecord = z.strictObject({
  epoch: z.int(),
  /** Updates made so far. */
  updates: z.int(),
  /** Mean cross-entropy of the epoch's batches, in nats, each taken before its update. */
  trainLoss: finite,
  /** Share of test images read correctly after the epoch, in [0, 1]. */
  testAccuracy: finite,
  /** The same for the validation images; null where the study has none. */
  validationAccuracy: finite.nullable(),
});
export type EpochRecord = z.output<typeof epochRecord>;

/** What is measured of a model after some of its updates. */
export const checkpointRecord = z.strictObject({
  /** Updates made: 0 before the first. */
  updates: z.int(),
  /** Training images seen, each as often as it was: updates times batch size. */
  examples: z.int(),
  /** Mean cross-entropy in nats over the first images that the model is trained on, at most 10,000. */
  trainingLoss: finite,
  /** The same over the validation images; null where the study has none. */
  validationLoss: finite.nullable(),
  /** Share of test images read correctly, in [0, 1]. */
  testAccuracy: finite,
  /** Euclidean distance of all parameters from their start. */
  distance: finite,
  /** Mean Euclidean norm of the gradient of the cross-entropy in the image, over the first test images, at most 1,000. */
  gradientNorm: finite,
});
export type CheckpointRecord = z.output<typeof checkpointRecord>;

/** A model that was trained elsewhere, as it was taken into a study. */
export const givenRecord = z.strictObject({
  /** As the config names it. */
  file: z.string(),
  /** SHA-256 of the file; of a model of several files, of the one that was named. */
  sha256: z.string(),
  /** All of its files, by paths from the folder of the one that was named. */
  files: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
  /** What it is, in words. */
  form: z.string(),
  outputs: z.enum(['logits', 'probabilities', 'log-probabilities']),
  /** What a user should know of it, a line each: what was left out or assumed, and that it reads digits badly. */
  remarks: z.array(z.string()),
});
export type GivenRecord = z.output<typeof givenRecord>;

/** A picture of a search on its way. */
export const snapshotRecord = z.strictObject({
  /** Steps made before: visits of a pixel, proposals, or updates. */
  step: z.int(),
  energy: finite,
  /** Name of the .vf file, from the record's folder. */
  file: z.string(),
});

/** One idea, as the search left it. The image itself is in `file`. */
export const ideaRecord = z.strictObject({
  digit: z.int(),
  restart: z.int(),
  method: z.string(),
  /** The energy of this image: the intended digit's logit, or what else the search was to make large. */
  energy: finite,
  /** Candidate images whose energy was computed for this idea. */
  evaluations: z.int(),
  /** Passes over all pixels. */
  passes: z.int(),
  /** No single pixel flip raises the energy, checked by one last full evaluation. */
  certified: z.boolean(),
  /** Name of the .vf file beside the record. */
  file: z.string(),
  /** What it looked like on the way, if that was asked for. */
  snapshots: z.array(snapshotRecord),
  /** Of gradient ascent: the grey image before it was made black and white and polished. */
  grey: z.strictObject({ energy: finite, file: z.string() }).optional(),
});
export type IdeaRecord = z.output<typeof ideaRecord>;

/** What one judge says of one image. */
export const readingRecord = z.strictObject({
  /** P(intended digit | some digit): forced choice, chance is 0.1. */
  forcedChoice: finite,
  /** P(not a digit). */
  notDigit: finite,
  /** The digit it finds most likely. */
  top: z.int(),
  /** Share of held-out real digits of the intended class that are less typical than this image, or null. */
  typicality: finite.nullable(),
});
export type ReadingRecord = z.output<typeof readingRecord>;

/** Descriptors of an image. They judge nothing. */
export const descriptorsRecord = z.strictObject({
  /** Mean pixel value, in [0, 1]. */
  ink: finite,
  /** Eight-connected regions of pixels of at least one half. */
  components: z.int(),
  /** Pairs of side-by-side pixels of which one is ink and the other is not. */
  edgeLength: z.int(),
  /** Structural similarity to the mean training image of the intended digit, in [-1, 1]. */
  ssimToClassMean: finite,
});
export type DescriptorsRecord = z.output<typeof descriptorsRecord>;

/**
 * The ways in which one idea is read. `masked`: pixels that no training image inks set to 0; `whole`: as it was found;
 * `framed`: pixels that hardly any training image inks taken from a real one (judging/imageReadings.ts).
 */
export const READING_NAMES = ['masked', 'whole', 'framed'] as const;
export type ReadingName = (typeof READING_NAMES)[number];

/** What the panel says of one image that is meant to be a digit. Without another word at the tolerance `little`. */
export const panelReadingRecord = z.strictObject({
  /** P(intended digit), "not a digit" allowed, by how much independent noise a digit may be in. */
  score: z.strictObject({ little: finite, much: finite }),
  /** P(intended digit | some digit): forced choice, apart from rejection. */
  forcedChoice: finite,
  /** P(not a digit). */
  notDigit: finite,
  /** P(intended digit) of each family of judges, "not a digit" allowed. */
  families: z.record(z.string(), finite),
  /** P(intended digit) of the panel with each family left out; none where it has but one. */
  without: z.record(z.string(), finite),
  judges: z.record(z.string(), readingRecord),
});
export type PanelReadingRecord = z.output<typeof panelReadingRecord>;

/** The scores of one idea. */
export const scoreRecord = z.strictObject({
  digit: z.int(),
  restart: z.int(),
  /** The primary score: that of the masked reading, at the tolerance `little`. */
  recognisability: finite,
  readings: z.strictObject({
    masked: panelReadingRecord,
    whole: panelReadingRecord,
    framed: panelReadingRecord,
  }),
  /** Of the image that the primary score is of. */
  descriptors: descriptorsRecord,
});
export type ScoreRecord = z.output<typeof scoreRecord>;

/** One dot of a reliability diagram. */
export const reliabilityBin = z.strictObject({
  /** Answers whose P is within the bin: each image is held against each of ten digits. */
  answers: z.int(),
  /** Mean P of them. */
  probability: finite,
  /** Share of them whose image is that digit, in [0, 1]. */
  right: finite,
});
export type ReliabilityBin = z.output<typeof reliabilityBin>;

/** A fifth of [0, 1]: {@link reliabilityBin}, with the error |probability - right|; null where no answer is there. */
export const calibrationFifth = z.strictObject({
  answers: z.int(),
  probability: finite.nullable(),
  right: finite.nullable(),
  error: finite.nullable(),
});
export type CalibrationFifth = z.output<typeof calibrationFifth>;

/** How well P(intended) fits what is so, on digits and non-digits mixed. */
export const calibrationReport = z.strictObject({
  images: z.int(),
  /** Share of them that are digits; more noise than the tolerance allows leaves none. */
  digitShare: finite,
  /** The mean error of the fifths, in [0, 1]. */
  calibrationError: finite,
  reliability: z.array(reliabilityBin),
  /** From [0, 0.2) to [0.8, 1]. */
  fifths: z.array(calibrationFifth).length(5),
  /** The errors of the same images, weighted as if digits were another share of all. */
  priors: z.array(
    z.strictObject({
      digitShare: finite,
      calibrationError: finite,
      fifths: z.array(finite.nullable()).length(5),
    }),
  ),
});
export type CalibrationReport = z.output<typeof calibrationReport>;

/** How real test digits are read: shares and means in [0, 1]. */
export const digitReading = z.strictObject({
  /** Share misread, when one of the ten digits must be named. */
  error: finite,
  /** Mean P(right digit), "not a digit" allowed. */
  recognisability: finite,
});
export type DigitReading = z.output<typeof digitReading>;

/** How a judge took images of a kind of non-digit. */
export const nonDigitReading = z.strictObject({
  kind: z.string(),
  /** Whether the judge was shown this kind when it was made. */
  isKnown: z.boolean(),
  images: z.int(),
  /** Share called "not a digit" rather than any one digit. */
  rejected: finite,
  /** Mean P of the digit that the image has a part of, the first of two, or of every digit in turn. */
  intended: finite,
  /** Mean P of the most likely digit, whichever it is. */
  largest: finite,
});
export type NonDigitReading = z.output<typeof nonDigitReading>;

/** Mean P(right digit) by share of flipped pixels. */
const noiseCurve = z.array(z.strictObject({ flipRate: finite, recognisability: finite }));

/** How well a judge, or a panel, reads test images and what is made of them. */
export const measurements = z.strictObject({
  testImages: z.int(),
  greyscale: digitReading,
  binarised: digitReading,
  /** With each pixel flipped with probability 0.25. */
  flipped: digitReading,
  /** Mean P of a wrong digit, on real ones. */
  wrongDigit: finite,
  calibration: calibrationReport,
  nonDigits: z.array(nonDigitReading),
  /** Mean P(right digit) of binarised test digits by share of flipped pixels, ascending. */
  noiseCurve,
  /** The same at the tolerance `much`. */
  noiseCurveMuch: noiseCurve,
  /** Mean P(right digit) of binarised test digits with damage that hangs together, by its kind and how often it was done. */
  damage: z.array(
    z.strictObject({
      kind: z.string(),
      levels: z.array(
        z.strictObject({
          times: z.int(),
          /** Mean change of a pixel, in [0, 1]: what a share of flipped pixels is of noise. */
          changed: finite,
          recognisability: finite,
        }),
      ),
    }),
  ),
  smoothness: z.strictObject({
    images: z.int(),
    /** Mean absolute change of P(right digit) of test digits by one pixel to a side, mean of four sides. */
    shifted: finite,
    /** By half a pixel more ink round each stroke. */
    thickened: finite,
    /** By 1% of flipped pixels. */
    noised: finite,
    /** Mean P(right digit) by pixels moved, mean of four sides, ascending from 0. */
    shifts: z.array(z.strictObject({ pixels: z.int(), recognisability: finite })),
  }),
});
export type Measurements = z.output<typeof measurements>;

/** A judge's card: what it is, what it was made from, and how well it reads what it has not seen. */
export const judgeCard = z.strictObject({
  name: z.string(),
  /** One sentence. */
  description: z.string(),
  /** Named parameters, such as the bandwidth. */
  parameters: z.record(z.string(), z.number()),
  /** What it was fitted to, in words. */
  data: z.string(),
  /** Seed of its training; null where chance has no part in it. */
  seed: z.int().nullable(),
  /** Commit of the code that made it, and the day. */
  commit: z.string(),
  date: z.string(),
  /** SHA-256 of its weights and of the labelled images it was made from, by role. */
  sha256: z.record(z.string(), z.string()),
  ...measurements.shape,
});
export type JudgeCard = z.output<typeof judgeCard>;

const interval = z.tuple([finite, finite]).nullable();

/** How two families of judges agree on images whose answer is known; intervals of 95% are over images. */
export const familyAgreement = z.strictObject({
  families: z.tuple([z.string(), z.string()]),
  images: z.int(),
  /** Shares of the images of which each is right. */
  accuracies: z.tuple([finite, finite]),
  /** Error consistency: Cohen's kappa within each kind at each level, averaged; null where it is undefined. */
  kappa: finite.nullable(),
  kappaInterval: interval,
  /** Over all images at once. */
  pooledKappa: finite.nullable(),
  pooledKappaInterval: interval,
  /** Pearson's correlation of P(right answer). */
  correlation: finite.nullable(),
  correlationInterval: interval,
});
export type FamilyAgreement = z.output<typeof familyAgreement>;

/** How well a panel reads together; `scoreVersion` names it. */
export const panelCard = z.strictObject({
  scoreVersion: z.string(),
  ...measurements.shape,
  /** Of every pair of families. */
  agreement: z.array(familyAgreement),
});
export type PanelCard = z.output<typeof panelCard>;

/**
 * What may have been done to images that judges cannot read: `mirrored` left to right, `turned-left` and `turned-right`
 * by a quarter, `transposed` as if stored column by column.
 */
export const IMAGE_CHANGES = [
  'transposed',
  'inverted',
  'transposed-and-inverted',
  'mirrored',
  'upside-down',
  'half-turned',
  'turned-left',
  'turned-right',
] as const;
export type ImageChange = (typeof IMAGE_CHANGES)[number];

/** How judges read labelled images: shares and means in [0, 1]. */
const labelledReading = z.strictObject({
  images: z.int(),
  /** Share of the images whose most likely of the eleven answers is the label. */
  right: finite,
  /** Mean P(label), "not a digit" allowed. */
  recognisability: finite,
});

/** How well the judges of a study read its own test images; where hardly, what was tried to find the cause. */
export const judgesCheck = z.strictObject({
  ...labelledReading.shape,
  /** The same of each digit that is there, ascending. */
  digits: z.array(z.strictObject({ digit: z.int(), ...labelledReading.shape })),
  /** The digit that each label may stand for instead, one to one, and the share read rightly then; null where not tried. */
  relabelled: z.strictObject({ digits: z.array(z.int()).length(10), right: finite }).nullable(),
  /** The changes that were undone, and the share of the images read rightly then; none where not tried. */
  undone: z.array(z.strictObject({ change: z.enum(IMAGE_CHANGES), right: finite })),
});
export type JudgesCheck = z.output<typeof judgesCheck>;

/** What a study is made of, as far as a reader of results needs to know. */
export const datasetRecord = z.strictObject({
  source: z.string(),
  /** The config it was written from. */
  // Records from before `cut` have no such key, and were cut from the front.
  config: studySchema.shape.dataset.unwrap().extend({ cut: z.enum(CUT_NAMES).default('first') }),
  counts: z.strictObject({ train: z.int(), validation: z.int(), test: z.int() }),
  /** SHA-256 of the source's files by name. */
  sourceSha256: z.record(z.string(), z.string()),
  /** SHA-256 of the files written, by name. */
  sha256: z.record(z.string(), z.string()),
});
export type DatasetRecord = z.output<typeof datasetRecord>;
