import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findStageCode } from '../../pipeline/cache/knownCode.ts';
import { type EngineCode, readStageCode } from '../../pipeline/cache/stageCode.ts';
import { type EnginePart, listStages, STAGES, type StageName } from '../../pipeline/cache/stages.ts';
import { listFiles } from '../../pipeline/store/fileList.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

const OWN = join(import.meta.dirname, '../../pipeline');
let before: EngineCode;

beforeAll(async () => {
  before = await findStageCode('onnx');
});

/** The code of the pipeline where each of the files, below pipeline/, has another text; the stages whose digest is another. */
async function listChanged(edits: Readonly<Record<string, (text: string) => string>>): Promise<StageName[]> {
  const folder = join(await openTemporaryFolder(), 'pipeline');
  await cp(OWN, folder, {
    recursive: true,
    filter: (path) => path.endsWith('.ts') || !basename(path).includes('.'),
  });
  for (const [file, edit] of Object.entries(edits)) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    const edited = edit(text);
    expect(edited, file).not.toBe(text);
    await writeFile(path, edited);
  }
  const after = await readStageCode(folder, 'onnx');
  return listStages().filter((stage) => after[stage].digest !== before[stage].digest);
}

/** The stages that the judges have a part in. */
const JUDGED = listStages().filter((stage) => STAGES[stage].engine.includes('judges'));

test('another folder, comments, types, spaces, messages and the text of a report change no digest', async () => {
  const changed = await listChanged({
    'engine/train.ts': (text) =>
      text
        .replaceAll('\n', '\n\n')
        .replace('const start = ', '// Another comment.\nconst start: MlpParameters = ')
        .replace('/** Trains `model`', '/** Trains a `model`'),
    'search/coordinate.ts': (text) => `${text}\n/* The end. */\n`,
    'study/errors.ts': (text) =>
      text.replace('expected', 'wanted').replace('wanted', 'expected').concat('\nconst _more = 1;\n'),
    'experiments/hints/hintsSection.ts': (text) => text.replaceAll('pixels', 'dots'),
    'report/reportHeader.ts': (text) => `${text}\nexport const another = 'text';\n`,
  });
  expect(changed).toEqual([]);
});

test("an operator of an optimizer changes the training's digest, and scoring an experiment is not counted with it", async () => {
  const changed = await listChanged({
    'engine/onnx/optimizers.ts': (text) => text.replace("'Add'", "'Sub'"),
    'experiments/hints/hintScores.ts': (text) => text.replace('block * images.length + k', 'k'),
  });
  expect(changed).toEqual(['training', 'scores of hints']);
});

test("a search changes the digests of what searches, a judge those of all scores, neither the training's", async () => {
  const changed = await listChanged({
    'search/coordinateSearch.ts': (text) => text.replace(' < ', ' <= '),
    'judging/cnn.ts': (text) => text.replace(' + ', ' - '),
  });
  expect(new Set(changed)).toEqual(new Set(['ideas', 'checkpoint ideas', 'comparison', ...JUDGED]));
});

test('the kernel that onnx-wasm trains by counts there, and on no other engine', async () => {
  const kernel = 'engine/wasm/compiledKernel.ts';
  const wasm = await findStageCode('onnx-wasm');
  expect(Object.keys(wasm.training.files)).toContain(kernel);
  expect(Object.keys(wasm.training.files)).toContain('engine/onnx/trainer.ts');
  expect(Object.keys(before.training.files)).not.toContain(kernel);
  expect(listStages().filter((stage) => stage !== 'training' && wasm[stage].files[kernel])).toEqual([]);
});

/** How a part of an engine is asked for. */
const CALLS: Readonly<Record<EnginePart, RegExp>> = {
  trainer: /\.openTrainer\(/,
  model: /\.loadModel\(/,
  judges: /\.open(Classifier|Decoder)\(/,
};

test('a stage counts the parts of an engine that its code asks for', async () => {
  const sources = new Map<string, string>();
  for (const file of (await listFiles(OWN)).filter((path) => path.endsWith('.ts')))
    sources.set(file, await readFile(join(OWN, file), 'utf8'));
  for (const stage of listStages()) {
    const files = Object.keys(before[stage].files);
    const asked = (Object.keys(CALLS) as EnginePart[]).filter((part) =>
      files.some((file) => CALLS[part].test(sources.get(file)!)),
    );
    expect([...STAGES[stage].engine].sort(), stage).toEqual(expect.arrayContaining(asked.sort()));
  }
});

test('packages that compute count, on each engine its own', async () => {
  expect(before.training.packages).toEqual(expect.arrayContaining(['onnxruntime-node', 'pure-rand']));
  expect(before.optimum.packages).toContain('highs');
  const wasm = await findStageCode('onnx-wasm');
  expect(wasm.training.packages).toContain('onnxruntime-web');
  expect(wasm.training.packages).not.toContain('onnxruntime-node');
});

test('what is compiled has the code of the sources that it was compiled from', async () => {
  const path = join(import.meta.dirname, '../../dist/pipeline/cache/stageCode.json');
  const compiled = JSON.parse(await readFile(path, 'utf8'));
  expect(compiled.onnx).toEqual(before);
});
