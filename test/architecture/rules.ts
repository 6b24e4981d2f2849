/**
 * The rules of the house, each read from the imports: which folder may know which, who touches files, what is pure, and
 * where powers are exact. Each gives one sentence per violation, which names the offending edge or file.
 */
import type { Edge } from './imports.ts';

const ROOT = 'pipeline/';

/**
 * What each folder of pipeline/ may import beside itself; `stage` are the files at its top. The library comes first, then
 * what is asked of the models, one folder each, and last who is told what to do. A test holds that there are no circles.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  math: [],
  statistics: ['math'],
  study: ['math', 'statistics'],
  engine: ['math', 'study'],
  analysis: ['math', 'statistics', 'study'],
  search: ['engine', 'math', 'study'],
  optimum: ['engine', 'math', 'search', 'study'],
  store: ['engine', 'math', 'study'],
  cache: ['store', 'study'],
  judging: ['engine', 'math', 'search', 'statistics', 'store', 'study'],
  models: ['analysis', 'cache', 'engine', 'judging', 'math', 'search', 'store', 'study'],
  page: ['math', 'study'],
  playground: ['engine', 'judging', 'math', 'models', 'page', 'search', 'study'],
  atlas: ['analysis', 'engine', 'judging', 'math', 'page', 'playground', 'statistics', 'store', 'study'],
  language: ['page'],
  experiments: [
    'analysis',
    'cache',
    'engine',
    'judging',
    'math',
    'models',
    'optimum',
    'page',
    'search',
    'statistics',
    'store',
    'study',
  ],
  film: ['engine', 'judging', 'math', 'models', 'page', 'search', 'store', 'study'],
  ladder: ['engine', 'judging', 'math', 'page', 'search', 'statistics', 'store', 'study'],
  makeJudges: ['engine', 'judging', 'math', 'search', 'statistics', 'store', 'study'],
  rating: ['engine', 'judging', 'ladder', 'math', 'models', 'page', 'statistics', 'store', 'study'],
  docs: ['judging', 'ladder', 'math', 'page', 'store', 'study'],
  bench: ['engine', 'judging', 'math', 'page', 'search', 'store', 'study', 'tfjsNode'],
  tfjsNode: ['store', 'study'],
  report: [
    'analysis',
    'atlas',
    'experiments',
    'film',
    'judging',
    'language',
    'math',
    'models',
    'page',
    'playground',
    'rating',
    'statistics',
    'store',
    'study',
  ],
  export: ['analysis', 'judging', 'math', 'models', 'page', 'report', 'store', 'study'],
  verify: ['judging', 'math', 'models', 'report', 'statistics', 'store', 'study'],
  diff: ['math', 'models', 'page', 'store', 'study', 'verify'],
  sweep: ['engine', 'experiments', 'judging', 'math', 'models', 'page', 'report', 'search', 'store', 'study'],
  queue: ['experiments', 'judging', 'math', 'models', 'page', 'report', 'store', 'study', 'sweep'],
  score: ['engine', 'judging', 'math', 'statistics', 'store', 'study', 'sweep'],
  commands: [
    ...[
      'analysis',
      'bench',
      'diff',
      'docs',
      'engine',
      'experiments',
      'export',
      'film',
      'judging',
      'ladder',
      'makeJudges',
      'models',
      'page',
      'rating',
    ],
    ...['queue', 'report', 'score', 'store', 'study', 'sweep', 'tfjsNode', 'verify'],
  ],
  api: ['engine', 'judging', 'math', 'models', 'score', 'search', 'store', 'study'],
  program: ['commands', 'stage'],
  stage: ['commands', 'judging', 'models', 'page', 'queue', 'report', 'store', 'study', 'sweep'],
};

/** The folder of pipeline/ that a file is in, or `stage` for the files beside the folders. */
export function folderOf(file: string): string {
  const parts = file.slice(ROOT.length).split('/');
  return parts.length === 1 ? 'stage' : parts[0]!;
}

/** Imports of a folder that the importing one may not know, and those of one stage by another. */
export function findBadEdges(edges: readonly Edge[]): string[] {
  return edges.filter((edge) => !edge.isPackage).flatMap(judgeEdge);
}

function judgeEdge(edge: Edge): string[] {
  const arrow = `${edge.from} -> ${edge.to}`;
  if (!edge.to.startsWith(ROOT)) return [`${arrow}: leaves pipeline/`];
  const [from, to] = [folderOf(edge.from), folderOf(edge.to)];
  const unknown = [from, to].find((folder) => !Object.hasOwn(MAY_IMPORT, folder));
  if (unknown !== undefined) return [`${arrow}: the folder ${unknown} has no rule`];
  if (from === 'stage' && to === 'stage') return [`${arrow}: a stage imports a stage`];
  if (from === to || MAY_IMPORT[from]!.includes(to)) return [];
  return [`${arrow}: ${from} may not import ${to}`];
}

/** Whether a file draws or writes what people look at, from its arguments alone. */
export function isPage(file: string): boolean {
  return (
    folderOf(file) === 'page' || /(Page|Section|Chart|Charts|Tables|Atlas|Markdown|Contents)\.ts$/.test(file)
  );
}

/** Pages that reach files, an engine or a process when they run, each with the way: imports of types alone do not count. */
export function findImpurePages(edges: readonly Edge[]): string[] {
  const running = edges.filter(({ isTypeOnly }) => !isTypeOnly);
  const pages = new Set(running.map(({ from }) => from).filter(isPage));
  return [...pages].flatMap((page) => {
    const way = findWay(page, running, isImpure);
    return way === null ? [] : [`${way.join(' -> ')}: a page is made from its arguments alone`];
  });
}

function isImpure({ to, isPackage }: Edge): boolean {
  if (isPackage) return /^(node:)?(fs|child_process|net|http)(\/|$)|^onnxruntime|^@tensorflow/.test(to);
  return ['store', 'engine', 'models'].includes(folderOf(to)) && to !== 'pipeline/store/csv.ts';
}

/** The shortest way from a file over imports to one that `isWanted`; null where there is none. */
function findWay(from: string, edges: readonly Edge[], isWanted: (edge: Edge) => boolean): string[] | null {
  const seen = new Set([from]);
  const queue: string[][] = [[from]];
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    for (const edge of edges.filter((one) => one.from === way.at(-1))) {
      if (isWanted(edge)) return [...way, edge.to];
      if (edge.isPackage || seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push([...way, edge.to]);
    }
  }
  return null;
}

/** Folders whose figures are never hashed: what only draws, measures time or installs. */
const INEXACT_FOLDERS = ['page', 'bench', 'docs', 'tfjsNode'];

/** Powers whose last bit is not defined, wherever it may reach a hashed figure: `**` and Math.pow, outside comments. */
export function findInexactPowers(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    if (INEXACT_FOLDERS.includes(folderOf(file))) return [];
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return /\*\*|\bMath\.pow\b/.test(code) ? [`${file}: a power that math/powers.ts should compute`] : [];
  });
}

/** TensorFlow takes a graph from a folder alone, so that its loader makes one, and removes it again. */
const LOADER_OF_GRAPHS = 'pipeline/engine/tfjs/loadedGraph.ts';

/** Imports of node:fs outside the two folders that touch files. */
export function findFileAccess(edges: readonly Edge[]): string[] {
  return edges
    .filter(({ to }) => /^(node:)?fs(\/|$)/.test(to))
    .filter(({ from }) => !['store', 'tfjsNode'].includes(folderOf(from)) && from !== LOADER_OF_GRAPHS)
    .map(({ from, to }) => `${from} -> ${to}: only store/ and tfjsNode/ touch files`);
}

/** Every cycle that a depth-first walk closes, as `a -> b -> a`. There is one exactly if the graph has a cycle. */
export function findCycles(edges: readonly Pick<Edge, 'from' | 'to'>[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    if (finished.has(file)) return;
    for (const to of targets.get(file) ?? []) visit(to, [...trail, file]);
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}

/** The same between folders: what `MAY_IMPORT` allows, as edges. */
export function listFolderEdges(): { from: string; to: string }[] {
  return Object.entries(MAY_IMPORT).flatMap(([from, folders]) => folders.map((to) => ({ from, to })));
}
