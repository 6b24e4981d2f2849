/** What a command says of a model of one's own before it searches it: how well it reads MNIST. */
import type { OwnModel, OwnSearch, Reading } from '../models/ownModel.ts';
import { formatPercent, formatQuantity } from '../page/wording.ts';
import { expected, UserError } from '../study/errors.ts';
import { typeScale } from './scaleOptions.ts';

/** Measures and prints it, and warns on standard error where it is little; says so where MNIST cannot be read. */
export async function printReading(
  model: OwnModel,
  { engine, mnist }: Pick<OwnSearch, 'engine' | 'mnist'>,
): Promise<void> {
  const { LEAST_ACCURACY, measureReading } = await import('../models/ownModel.ts');
  try {
    const reading = await measureReading(engine, model, await mnist.images());
    const { accuracy, images } = reading;
    const read = formatPercent(accuracy);
    console.log(`${model.file}: reads ${read} of MNIST's ${formatQuantity(images, 'test image')} rightly`);
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
