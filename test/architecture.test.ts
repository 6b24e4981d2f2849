import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Edge, readEdges, readImports } from './architecture/imports.ts';
import {
  findBadEdges,
  findCycles,
  findFileAccess,
  findImpurePages,
  findInexactPowers,
  folderOf,
  listFolderEdges,
  MAY_IMPORT,
} from './architecture/rules.ts';

const ROOT = join(import.meta.dirname, '..');

function readPipeline(): Map<string, string> {
  const paths = readdirSync(join(ROOT, 'pipeline'), { recursive: true, encoding: 'utf8' });
  const names = paths.filter((path) => path.endsWith('.ts')).map((path) => `pipeline/${path}`);
  return new Map(names.sort().map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]));
}

describe('the pipeline', () => {
  const files = readPipeline();
  const edges = readEdges(files);

  test('is what the rules are given', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['pipeline/math/streams.ts', 'pipeline/commands/schema.ts']),
    );
    expect(edges).toContainEqual({
      from: 'pipeline/engine/engine.ts',
      to: 'pipeline/study/config.ts',
      isPackage: false,
      isTypeOnly: true,
    });
  });

  test('imports only files that exist', () => {
    const missing = edges.filter((edge) => !edge.isPackage && !files.has(edge.to));
    expect(missing.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test('imports only what each folder may', () => {
    expect(findBadEdges(edges)).toEqual([]);
  });

  test('has a rule for every folder, and no rule for a folder that is not there or not used', () => {
    expect(Object.keys(MAY_IMPORT).sort()).toEqual([...new Set([...files.keys()].map(folderOf))].sort());
  });

  test('has no circles, neither of files nor of folders', () => {
    expect(findCycles(edges)).toEqual([]);
    expect(findCycles(listFolderEdges())).toEqual([]);
  });

  test('has only the stages at its top', () => {
    const top = [...files.keys()].filter((file) => folderOf(file) === 'stage');
    expect(top.map((file) => file.split('/').at(-1))).toEqual(
      ['analyse', 'dataset', 'ideas', 'judge', 'report', 'sweep', 'train'].map((name) => `${name}.ts`),
    );
  });

  test('touches files only in store/ and tfjsNode/', () => {
    expect(findFileAccess(edges)).toEqual([]);
  });

  test('makes pages from their arguments alone', () => {
    expect(findImpurePages(edges)).toEqual([]);
  });

  test('computes powers exactly wherever results are hashed', () => {
    expect(findInexactPowers(files)).toEqual([]);
  });
});

describe('the scan', () => {
  test.each<[code: string, specifier: string, isTypeOnly: boolean]>([
    ["import { a } from './a.ts';", './a.ts', false],
    ['import a, * as b from "./a.ts";', './a.ts', false],
    ["import {\n  a,\n  type B,\n} from './a.ts';", './a.ts', false],
    ["import type { A } from './a.ts';", './a.ts', true],
    ["import type A from './a.ts';", './a.ts', true],
    ["import type from './a.ts';", './a.ts', false],
    ["import type, { a } from './a.ts';", './a.ts', false],
    ["import { from } from './a.ts';", './a.ts', false],
    ["import './a.ts';", './a.ts', false],
    ["export * from './a.ts';", './a.ts', false],
    ["export { a } from './a.ts';", './a.ts', false],
    ["export type { A } from './a.ts';", './a.ts', true],
    ["const a = await import('./a.ts');", './a.ts', false],
    ["let a: import('./a.ts').A;", './a.ts', false],
    ["/** Why. */ import { a } from 'node:fs'; // why", 'node:fs', false],
    ["const url = 'https://a'; const a = import(`./a.ts`);", './a.ts', false],
  ])('sees the import in %j', (code, specifier, isTypeOnly) => {
    expect(readImports(code)).toEqual([[specifier, isTypeOnly]]);
  });

  test.each([
    "// import { a } from './a.ts';",
    "/*\nimport { a } from './a.ts';\n*/",
    "export const from = './a.ts';",
    "export default './a.ts';",
    "export { a };\nconst b = 'from';",
    "import.meta.resolve('./a.ts');",
  ])('sees no import in %j', (code) => {
    expect(readImports(code)).toEqual([]);
  });

  test('resolves a path from the file that imports it', () => {
    const code = "import { z } from 'zod';\nimport { a } from '../math/a.ts';\nimport { b } from './b.ts';";
    const edges = readEdges(new Map([['pipeline/engine/onnx/c.ts', code]]));
    expect(edges.map((edge) => [edge.to, edge.isPackage])).toEqual([
      ['zod', true],
      ['pipeline/engine/math/a.ts', false],
      ['pipeline/engine/onnx/b.ts', false],
    ]);
  });
});

/** `a/b.ts -> c/d.ts`, with both paths inside pipeline/. */
function edge(arrow: string, isTypeOnly = false): Edge {
  const [from, to] = arrow.split(' -> ') as [string, string];
  return { from: `pipeline/${from}`, to: `pipeline/${to}`, isPackage: false, isTypeOnly };
}

function packageEdge(from: string, to: string): Edge {
  return { from: `pipeline/${from}`, to, isPackage: true, isTypeOnly: false };
}

describe('the rule on imports', () => {
  test.each([
    'train.ts -> models/trainedModel.ts',
    'train.ts -> commands/command.ts',
    'commands/film.ts -> film/makeFilm.ts',
    'models/study.ts -> store/files.ts',
    'models/study.ts -> models/studyDataset.ts',
    'search/coordinate.ts -> engine/engine.ts',
    'engine/onnx/graph.ts -> engine/engine.ts',
    'study/config.ts -> math/images.ts',
  ])('allows %s', (arrow) => {
    expect(findBadEdges([edge(arrow)])).toEqual([]);
  });

  test.each([
    ['train.ts -> ideas.ts', 'a stage imports a stage'],
    ['math/streams.ts -> study/config.ts', 'math may not import study'],
    ['engine/engine.ts -> store/files.ts', 'engine may not import store'],
    ['models/study.ts -> train.ts', 'models may not import stage'],
    ['experiments/hints/hints.ts -> report/publish.ts', 'experiments may not import report'],
    ['page/html.ts -> store/files.ts', 'page may not import store'],
    ['search/coordinate.ts -> judging/panel.ts', 'search may not import judging'],
    ['models/study.ts -> utils/format.ts', 'the folder utils has no rule'],
    ['toString/a.ts -> math/streams.ts', 'the folder toString has no rule'],
  ])('refuses %s and names the edge', (arrow, fault) => {
    const [from, to] = arrow.split(' -> ');
    expect(findBadEdges([edge(arrow)])).toEqual([`pipeline/${from} -> pipeline/${to}: ${fault}`]);
    expect(findBadEdges([edge(arrow, true)])).toHaveLength(1);
  });

  test('refuses an import from outside the pipeline', () => {
    const outside = { ...edge('math/a.ts -> b.ts'), to: 'test/b.ts' };
    expect(findBadEdges([outside])).toEqual(['pipeline/math/a.ts -> test/b.ts: leaves pipeline/']);
  });

  test('leaves packages alone', () => {
    expect(findBadEdges([packageEdge('math/streams.ts', 'pure-rand/generator/mersenne')])).toEqual([]);
  });
});

describe('the rule on pages', () => {
  test('names the way on which a page reaches files', () => {
    const edges = [
      edge('ladder/ladderPage.ts -> ladder/verdict.ts'),
      edge('ladder/verdict.ts -> store/files.ts'),
      edge('report/atlas.ts -> store/files.ts'),
    ];
    expect(findImpurePages(edges)).toEqual([
      'pipeline/ladder/ladderPage.ts -> pipeline/ladder/verdict.ts -> pipeline/store/files.ts: a page is made from its arguments alone',
    ]);
  });

  test('counts packages that reach out of the process, and not the types of anything', () => {
    expect(findImpurePages([packageEdge('page/html.ts', 'node:fs/promises')])).toHaveLength(1);
    expect(findImpurePages([packageEdge('page/html.ts', 'node:path')])).toEqual([]);
    expect(findImpurePages([edge('page/html.ts -> engine/engine.ts', true)])).toEqual([]);
  });
});

describe('the search for cycles', () => {
  test('names the files of a cycle in order, and not those that only lead to it', () => {
    const edges = ['x.ts -> a.ts', 'a.ts -> b.ts', 'b.ts -> c.ts', 'c.ts -> a.ts'].map((arrow) =>
      edge(arrow),
    );
    expect(findCycles(edges)).toEqual(['pipeline/a.ts -> pipeline/b.ts -> pipeline/c.ts -> pipeline/a.ts']);
  });

  test('counts imports of types', () => {
    expect(findCycles([edge('a.ts -> b.ts', true), edge('b.ts -> a.ts', true)])).toHaveLength(1);
  });

  test('finds a file that imports itself, and a cycle behind a finished branch', () => {
    expect(findCycles([edge('a.ts -> a.ts')])).toEqual(['pipeline/a.ts -> pipeline/a.ts']);
    const late = ['a.ts -> b.ts', 'a.ts -> c.ts', 'c.ts -> d.ts', 'd.ts -> c.ts'].map((arrow) => edge(arrow));
    expect(findCycles(late)).toEqual(['pipeline/c.ts -> pipeline/d.ts -> pipeline/c.ts']);
  });

  test('is content with two ways to the same file', () => {
    const diamond = ['a.ts -> b.ts', 'a.ts -> c.ts', 'b.ts -> d.ts', 'c.ts -> d.ts'].map((arrow) =>
      edge(arrow),
    );
    expect(findCycles(diamond)).toEqual([]);
  });
});

describe('the rule on file access', () => {
  test.each(['node:fs', 'node:fs/promises', 'fs'])('refuses %s outside store/ and tfjsNode/', (name) => {
    expect(findFileAccess([packageEdge('page/html.ts', name)])).toEqual([
      `pipeline/page/html.ts -> ${name}: only store/ and tfjsNode/ touch files`,
    ]);
    expect(findFileAccess([packageEdge('train.ts', name)])).toHaveLength(1);
    expect(findFileAccess([packageEdge('store/files.ts', name), packageEdge('tfjsNode/a.ts', name)])).toEqual(
      [],
    );
  });

  test('leaves other packages alone', () => {
    expect(
      findFileAccess([packageEdge('page/html.ts', 'fsevents'), packageEdge('math/a.ts', 'node:path')]),
    ).toEqual([]);
  });
});

test.each<[code: string, isExact: boolean]>([
  ['const a = b ** 2;', false],
  ['const a = Math.pow(b, 2);', false],
  ['/** b ** 2 */ const a = b * b; // b ** 2', true],
])('the scan for powers takes %s for exact: %s', (code, isExact) => {
  expect(findInexactPowers(new Map([['pipeline/math/a.ts', code]]))).toHaveLength(isExact ? 0 : 1);
  expect(findInexactPowers(new Map([['pipeline/page/a.ts', code]]))).toEqual([]);
});
