/** What a command says of a model of one's own before it searches it: how well it reads MNIST. */
import type { OutputKind } from '../engine/opaqueModel.ts';
import { type Classes, DIGIT_CLASSES } from '../models/ownClasses.ts';
import type { Outputs, OwnModel, OwnSearch, Reading } from '../models/ownModel.ts';
import { formatCount, formatPercent, formatQuantity } from '../page/wording.ts';
import type { ReadOpaque } from '../store/models/readModel.ts';
import type { Architecture } from '../study/axes.ts';
import { expected, UserError } from '../study/errors.ts';
import { typeScale } from './scaleOptions.ts';

/** What the energy of an image is, by what a model gives. */
const ENERGIES: Readonly<Record<OutputKind, string>> = {
  logits: 'its outputs are logits',
  probabilities: 'its outputs are probabilities p, so that the energy is log p where it would be a logit',
  'log-probabilities': 'its outputs are log p, so that they are the energy where it would be a logit',
};

/** Prints what was read, what of it was left out or assumed, and which images it is given. */
export function printModel({ file, read, scale }: OwnModel, { classes, kind }: Outputs): void {
  const form = read.kind === 'mlp' ? describeMlp(read.parameters) : describeNetwork(read, classes);
  const options = typeScale(scale);
  const images = options === '' ? 'images as they are, 0..1' : `images with ${options}`;
  console.log(`${file}: ${form}; ${ENERGIES[kind]}; ${images}`);
  for (const remark of read.remarks) console.log(`${file}: ${remark}`);
}

function describeMlp({ depth, hidden, activation }: Architecture): string {
  return `an MLP of ${formatQuantity(depth, 'hidden layer')} of ${formatQuantity(hidden, 'unit')} with ${activation}`;
}

function describeNetwork({ network, reason }: ReadOpaque, classes: number): string {
  const library = network.form === 'onnx' ? 'onnxruntime' : 'TF.js';
  return `a network that ${library} runs (no MLP of equal hidden layers: ${reason}), ${formatQuantity(classes, 'output')}`;
}

/** Measures and prints it, and warns on standard error where it is little; says so where MNIST cannot be read. */
export async function printReading(
  model: OwnModel,
  { engine, mnist }: Pick<OwnSearch, 'engine' | 'mnist'>,
  { digits }: Classes = DIGIT_CLASSES,
): Promise<void> {
  if (digits === null) {
    console.log(`${model.file}: its classes are no digits: MNIST and the judges say nothing of it`);
    return;
  }
  const { LEAST_ACCURACY, measureReading } = await import('../models/ownModel.ts');
  try {
    const test = await mnist.images();
    const reading = await measureReading(engine, model, test, digits);
    const { accuracy, images } = reading;
    const read = formatPercent(accuracy);
    const all = formatQuantity(test.labels.length, 'test image');
    const which =
      images === test.labels.length ? `MNIST's ${all}` : `${formatCount(images)} of MNIST's ${all}`;
    console.log(`${model.file}: reads ${read} of ${which} rightly`);
    if (accuracy >= LEAST_ACCURACY) return;
    const least = `at least ${formatPercent(LEAST_ACCURACY)} of MNIST's test images read rightly`;
    console.error(expected(model.file, least, read, adviseReader(model, reading)).message);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`${model.file}: how well it reads MNIST is not known: ${error.message}`);
  }
}

/** What may help a model that reads MNIST badly. */
function adviseReader({ scale }: OwnModel, { instead }: Reading): string {
  if (instead === null) {
    const tried =
      '0..255, -1..1, --mean 0.1307 --std 0.3081, each also inverted, and all of them on their side';
    return `it reads no usual images much better (${tried}): it is a weak model, or its images are others: say by --range, --mean and --std which`;
  }
  const given = typeScale(scale);
  const without = given === '' ? 'as they are' : `without ${given}`;
  const options = typeScale(instead.scale);
  const how = options === '' ? without : `with ${options}${given === '' ? '' : ' instead'}`;
  const share = `${formatPercent(instead.accuracy)} of ${formatQuantity(instead.images, 'image')}`;
  const side = ' whose rows and columns are exchanged, as in the files of EMNIST: train it on upright ones';
  return `${how} it reads ${share}${instead.isTransposed ? side : ''}`;
}
