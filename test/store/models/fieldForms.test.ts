/** Files that torch.onnx, safetensors and Keras wrote, held against the logits of PyTorch and Keras (made/make.py and make_keras.py say how). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AS_IS } from '../../../pipeline/engine/inputScale.ts';
import { openEngine } from '../../../pipeline/engine/openEngine.ts';
import { PIXELS } from '../../../pipeline/math/images.ts';
import { searchRead } from '../../../pipeline/models/searchable.ts';
import { readAnyModel } from '../../../pipeline/store/models/formats.ts';

const MADE = join(import.meta.dirname, 'made');
const LOGITS: Readonly<Record<string, number[][]>> = {
  ...JSON.parse(readFileSync(join(MADE, 'logits.json'), 'utf8')),
  ...JSON.parse(readFileSync(join(MADE, 'keras-logits.json'), 'utf8')),
};
const images = Float32Array.from(
  { length: 3 * PIXELS },
  (_, at) => ((7919 * Math.floor(at / PIXELS) + 31 * (at % PIXELS)) % 256) / 255,
);

describe.each(['onnx', 'onnx-wasm'] as const)('on the engine %s', (name) => {
  test.each<[file: string, form: string, remarks: RegExp[]]>([
    ['dropout.onnx', 'mlp', [/^the node Softmax .* is left out/]],
    ['view.onnx', 'mlp', []],
    ['norm.onnx', 'mlp', []],
    ['unequal.onnx', 'fully connected layers 784-3-2-10 with relu', []],
    ['conv.onnx', 'the node Conv', [/^the node LogSoftmax .* is left out/]],
    ['fixed.onnx', 'the node Conv', [/^the node Softmax .* is left out/]],
    ['classes.onnx', 'the node Conv', []],
    ['quickstart.safetensors', 'mlp', [/^its activation is not in the file/]],
    ['module.safetensors', 'mlp', [/^2 of its tensors are an optimizer's/, /^its activation/]],
    ['double.safetensors', 'mlp', [/^its activation/]],
    ['keras-mlp.onnx', 'mlp', [/Softmax .* is left out/]],
    ['keras-cnn.onnx', 'the node Transpose', [/Softmax .* is left out/]],
    ['keras-functional.onnx', 'the node Transpose', []],
    ['keras-mlp', 'mlp', [/softmax.* is left out/]],
    ['keras-cnn', "the layer 'Conv2D'", [/softmax.* is left out/]],
    ['keras-functional', "the layer 'Reshape'", []],
  ])("%s gives its maker's logits", async (file, form, remarks) => {
    const path = join(MADE, file);
    const read = await readAnyModel(path);
    expect(read.kind === 'mlp' ? 'mlp' : read.reason).toContain(form);
    expect(read.remarks).toEqual(remarks.map((remark) => expect.stringMatching(remark)));
    const model = await searchRead(read, AS_IS, path).open(await openEngine(name));
    const logits = await model.logits(images);
    await model.dispose();
    const wanted = LOGITS[file.startsWith('keras') ? file.replace('.onnx', '') : file]!.flat();
    expect(logits.length).toBe(wanted.length);
    wanted.forEach((value, at) => {
      expect(Math.abs(logits[at]! - value)).toBeLessThan(1e-4);
    });
  });
});
