/** Command: converts a model between the formats of other programs, or an image between the article's .vf and PNG. */
import { extname } from 'node:path';
import type { InputScale } from '../engine/inputScale.ts';
import { formatCount, formatQuantity } from '../page/wording.ts';
import { FILE_NAMES, FORMAT_NAMES, type FormatName } from '../store/models/formatNames.ts';
import { expected } from '../study/errors.ts';
import { defineCommand } from './command.ts';
import { runIfMain } from './runIfMain.ts';
import { readScale, refuseScale, SCALE_OPTIONS, typeScale } from './scaleOptions.ts';

const OPTIONS = {
  in: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: `A model to read: ${FILE_NAMES}; or an image: .vf or .png`,
  },
  out: {
    type: 'string',
    requiresArg: true,
    demandOption: true,
    describe: 'Where to write it, named in the same way; an image: .vf or .png',
  },
  from: { choices: FORMAT_NAMES, requiresArg: true, describe: 'Format of --in, whatever its name' },
  to: { choices: FORMAT_NAMES, requiresArg: true, describe: 'Format of --out, whatever its name' },
  ...SCALE_OPTIONS,
} as const;

/** A path and the format that was named for it, if any. */
interface Place {
  readonly path: string;
  readonly named: FormatName | undefined;
}

async function convertModel(source: Place, target: Place, scale: InputScale): Promise<string> {
  const { foldGivenScale } = await import('../engine/foldScale.ts');
  const { countParameters } = await import('../engine/parameters.ts');
  const { readModelFile, recogniseFormat, writeModelFile } = await import('../store/models/formats.ts');
  const { locateModelFiles } = await import('../store/models/modelFiles.ts');
  const { locateTfjsLayers } = await import('../store/models/tfjsLayers.ts');
  const { assertNoInputs, assertOutsideStudies } = await import('../store/outputs.ts');
  // Both names are looked at before anything is read.
  const from = source.named ?? (await recogniseFormat(source.path));
  const to = target.named ?? (await recogniseFormat(target.path));
  const model = foldGivenScale(await readModelFile(source.path, from), scale, source.path);
  const written = to === 'tfjs' ? locateTfjsLayers(target.path) : [target.path];
  assertNoInputs(written, await locateModelFiles(source.path, from));
  await assertOutsideStudies(target.path);
  const bytes = await writeModelFile(target.path, model, to);
  const size = `hidden size ${formatCount(model.hidden)}, ${formatQuantity(countParameters(model), 'parameter')}`;
  const options = typeScale(scale);
  const folded = options === '' ? '' : `folded ${options} into its first layer, `;
  return `read ${source.path} (${from}; ${size}), ${folded}wrote ${target.path} (${to}; ${formatQuantity(bytes, 'byte')})`;
}

async function convertImage(source: string, target: string): Promise<string> {
  const { writeFileAtomic } = await import('../store/files.ts');
  const { readImageFile } = await import('../store/imageFile.ts');
  const { assertNoInputs, assertOutsideStudies } = await import('../store/outputs.ts');
  const { encodePng } = await import('../store/png.ts');
  const { encodeVf } = await import('../store/vf.ts');
  const { image, remark } = await readImageFile(source);
  assertNoInputs([target], [source]);
  await assertOutsideStudies(target);
  if (remark !== null) console.error(remark);
  const format = extname(target).slice(1).toLowerCase();
  const bytes = format === 'vf' ? encodeVf(image) : encodePng(image);
  await writeFileAtomic(target, bytes);
  return `read ${source} (an image of 28x28), wrote ${target} (${format}; ${formatQuantity(bytes.length, 'byte')})`;
}

/** Whether both names are those of images, or neither; throws a UserError where one is. */
function areImages(source: Place, target: Place): boolean {
  const isImage = ({ path, named }: Place) => named === undefined && /\.(vf|png)$/i.test(path);
  const [isIn, isOut] = [isImage(source), isImage(target)];
  if (isIn === isOut) return isIn;
  const wanted = isIn ? 'a .vf or .png for the image of --in' : 'a model, as --in is one';
  throw expected('--out', wanted, target.path, 'an image cannot be made a model, nor a model an image');
}

export const command = defineCommand({
  script: 'pipeline/commands/convert.ts',
  purpose:
    'Reads a model in one format and writes it in another, bit for bit, or with the scale of its images folded in; or an image, .vf or .png.',
  options: OPTIONS,
  async run(options) {
    const source = { path: options.in, named: options.from };
    const target = { path: options.out, named: options.to };
    const scale = readScale(options);
    const isImage = areImages(source, target);
    if (isImage) refuseScale(options, 'a model as --in');
    const convert = isImage ? convertImage(source.path, target.path) : convertModel(source, target, scale);
    console.log(`convert: ${await convert}`);
  },
});

await runIfMain(import.meta, command);
