/** The names of the model formats, apart from what reads and writes them: commands offer them before they load it. */

/** Names of the formats. */
export const FORMAT_NAMES = ['dat', 'onnx', 'safetensors', 'tfjs'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** The names of files, in words for help and errors. */
export const FILE_NAMES = '.dat, .onnx, .safetensors, or for TF.js a folder or its model.json';

/** What to do where there is no file of a model. */
export const NAME_FILE = 'name the file of a model, from the folder in which the command runs';
