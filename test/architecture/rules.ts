/**
 * The dependency rule: stage -> steps -> {store, dispatch, view, analysis, judging, search} -> engine -> study -> math.
 *
 * Each rule takes the imports and returns one sentence per violation, which names the offending edge.
 */
import type { Edge } from './imports.ts';

const ROOT = 'pipeline/';

/** Height of each folder of pipeline/. Files in pipeline/ itself are the stages. */
const HEIGHTS: Readonly<Record<string, number>> = {
  math: 1,
  study: 2,
  engine: 3,
  store: 4,
  dispatch: 4,
  view: 4,
  analysis: 4,
  judging: 4,
  search: 4,
  steps: 5,
  stage: 6,
};

/** The one exception: view draws the tables of analysis, so it may know their types. */
const EXCEPTION = { folder: 'view', to: 'pipeline/analysis/tables.ts' } as const;

/** The folder of pipeline/ that a file is in, or `stage` for the files beside the folders. */
export function layerOf(file: string): string {
  const parts = file.slice(ROOT.length).split('/');
  return parts.length === 1 ? 'stage' : parts[0]!;
}

/** Imports that do not go down to a lower layer or stay in their folder. */
export function findBadEdges(edges: readonly Edge[]): string[] {
  return edges.filter((edge) => !edge.isPackage).flatMap(judgeEdge);
}

function judgeEdge(edge: Edge): string[] {
  const arrow = `${edge.from} -> ${edge.to}`;
  if (!edge.to.startsWith(ROOT)) return [`${arrow}: leaves pipeline/`];
  const [from, to] = [layerOf(edge.from), layerOf(edge.to)];
  const unknown = [from, to].find((layer) => !Object.hasOwn(HEIGHTS, layer));
  if (unknown !== undefined) return [`${arrow}: the folder ${unknown} has no layer`];
  if (from === 'stage' && to === 'stage') return [`${arrow}: a stage imports a stage`];
  if (from === to || isException(edge)) return [];
  if (HEIGHTS[to]! < HEIGHTS[from]!) return [];
  const fault = HEIGHTS[to] === HEIGHTS[from] ? 'is on the same level as' : 'is above';
  return [`${arrow}: ${to} ${fault} ${from}`];
}

function isException(edge: Edge): boolean {
  return layerOf(edge.from) === EXCEPTION.folder && edge.to === EXCEPTION.to && edge.isTypeOnly;
}

/** Layers whose results are hashed and have to be the same on every Node. */
const EXACT_LAYERS = ['math', 'engine', 'search', 'judging', 'analysis'];

/** Powers whose last bit is not defined, in layers where it counts: `**` and Math.pow, outside comments. */
export function findInexactPowers(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    if (!EXACT_LAYERS.includes(layerOf(file))) return [];
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return /\*\*|\bMath\.pow\b/.test(code) ? [`${file}: a power that math/powers.ts should compute`] : [];
  });
}

/** Imports of node:fs outside store/ and the stage that publishes the config's schema. */
export function findFileAccess(edges: readonly Edge[]): string[] {
  return edges
    .filter(({ to }) => /^(node:)?fs(\/|$)/.test(to))
    .filter(({ from }) => layerOf(from) !== 'store' && from !== 'pipeline/schema.ts')
    .map(({ from, to }) => `${from} -> ${to}: only store/ touches files`);
}

/** Every cycle that a depth-first walk closes, as `a -> b -> a`. There is one exactly if the graph has a cycle. */
export function findCycles(edges: readonly Edge[]): string[] {
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
