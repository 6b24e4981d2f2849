/** Classifiers that a library runs, as a study keeps them. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AS_IS } from '../../../pipeline/engine/inputScale.ts';
import type { OpaqueNetwork } from '../../../pipeline/engine/opaqueNetwork.ts';
import { DIGITS } from '../../../pipeline/math/images.ts';
import { readAnyModel } from '../../../pipeline/store/models/formats.ts';
import { decodeNetwork, encodeNetwork } from '../../../pipeline/store/models/networkFile.ts';
import { ROOT } from '../../commands/commandLine.ts';
import { errorLine } from '../errorLine.ts';

const scale = { ...AS_IS, mean: 0.1307, std: 0.3081 };

async function readConv(): Promise<OpaqueNetwork> {
  const read = await readAnyModel(join(ROOT, 'test/store/models/made/conv.onnx'));
  if (read.kind !== 'opaque') throw new Error('expected a network, got an MLP');
  const { network } = read;
  return network.form === 'onnx'
    ? { ...network, where: 'kept', bytes: Uint8Array.from(network.bytes) }
    : network;
}

const tfjs: OpaqueNetwork = {
  ...{ form: 'tfjs', kind: 'layers', where: 'kept', inputShape: [null, 784], outputs: null, node: null },
  modelTopology: { class_name: 'Sequential' },
  weightSpecs: [{ name: 'w', shape: [2], dtype: 'float32' }],
  weights: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8).buffer,
};

test('a network comes back as it was, from one file, whatever files it was read from', async () => {
  for (const network of [await readConv(), tfjs]) {
    const bytes = encodeNetwork({ network, scale, digits: DIGITS });
    expect(decodeNetwork(bytes, 'kept')).toEqual({ network, scale, digits: [...DIGITS] });
  }
});

test('other bytes are refused in one line', async () => {
  const bytes = encodeNetwork({ network: tfjs, scale, digits: DIGITS });
  const line = 'kept: expected a network that a study keeps, got other bytes; run the sweep again';
  for (const other of [bytes.subarray(0, 5), bytes.subarray(0, 60), bytes.with(9, 7), bytes.with(7, 255)]) {
    expect(await errorLine(() => decodeNetwork(other, 'kept'))).toBe(line);
  }
});
