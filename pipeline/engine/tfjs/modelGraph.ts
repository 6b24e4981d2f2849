/** A finished model as a TensorFlow graph: its parameters are variables, and reading images is one call. */
import { PIXELS } from '../../math/images.ts';
import type { Architecture } from '../../study/axes.ts';
import { listParameters } from '../parameters.ts';
import { addActivationConstants } from './activation.ts';
import { Graph } from './graph.ts';
import type { Element, Ends, Value } from './graphMessages.ts';
import { addBackward, addForward, addHidden, nameOf, type Pass } from './network.ts';

/**
 * The functions
 *
 * - `start`: every parameter; gives `done`.
 * - `read`: images float32 [n, 784]; gives logits [n, 10].
 * - `readBytes`: images (bytes of uint8 [n, 784]), which are divided by `divisor`, 255; gives logits.
 * - `readChanges`: bases float32 [r, H], base int32 [m], pixel int32 [m], change float32 [m, 1]; gives logits [m, 10] of the
 *   base's pre-activations moved by `change` times the pixel's row of W1.
 * - `differentiate`: images float32 [n, 784], cotangents float32 [n, 10]; gives gradients [n, 784].
 * - `clear`: forgets the parameters.
 */
export function buildModelGraph(architecture: Architecture): Graph {
  const graph = new Graph();
  addActivationConstants(graph, architecture.activation);
  addStart(graph, architecture);
  const open = (name: string) => openPass(graph, architecture, name);
  addReading(open('read'));
  addReadingOfBytes(open('readBytes'));
  addReadingOfChanges(open('readChanges'));
  addDifferentiation(open('differentiate'));
  graph.functionClear(Object.fromEntries(listParameters(architecture).map(({ name }) => [name, 'float32'])));
  return graph;
}

const ends = (element: Element, values: Readonly<Record<string, Value>>): Ends =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, element }]));

function addStart(graph: Graph, architecture: Architecture): void {
  const names = listParameters(architecture).map(({ name }) => name);
  const given = names.map((name) => [name, graph.input(`given_${name}`, 'float32')] as const);
  const assigned = given.map(([name, value]) =>
    graph.assign(graph.variable(name, 'float32'), value, 'float32'),
  );
  const done = graph.after(assigned, 'started');
  graph.function('start', ends('float32', Object.fromEntries(given)), ends('float32', { done }));
}

/** A pass of the function `name`, with the parameters read for it. */
function openPass(graph: Graph, architecture: Architecture, name: string): Pass {
  const pass: Pass = { graph, architecture, prefix: `${name}/`, bring: (value) => value };
  for (const parameter of listParameters(architecture)) {
    graph.read(parameter.name, 'float32', nameOf(pass, parameter.name));
  }
  return pass;
}

function addReading(pass: Pass): void {
  const images = pass.graph.input('images', 'float32');
  const logits = addForward(pass, images);
  pass.graph.function('read', ends('float32', { images }), ends('float32', { logits }));
}

function addReadingOfBytes(pass: Pass): void {
  const { graph } = pass;
  const bytes = graph.input('bytes', 'bytes');
  const shape = graph.list('rows_of_pixels', [-1, PIXELS]);
  const floats = graph.cast(graph.decodeBytes(bytes, shape, 'decoded'), 'uint8', 'float32', 'floats');
  const divisor = graph.input('divisor', 'float32');
  const images = graph.float('RealDiv', [floats, divisor], 'images_of_bytes');
  const logits = addForward(pass, images);
  const inputs = { ...ends('bytes', { images: bytes }), ...ends('float32', { divisor }) };
  graph.function('readBytes', inputs, ends('float32', { logits }));
}

function addReadingOfChanges(pass: Pass): void {
  const { graph } = pass;
  const floats = { bases: graph.input('bases', 'float32'), change: graph.input('change', 'float32') };
  const wholes = { base: graph.input('base', 'int32'), pixel: graph.input('pixel', 'int32') };
  const axis = graph.whole('axis', 0);
  const held = graph.gather(floats.bases, wholes.base, axis, 'held'); // [m, H]
  const rows = graph.gather(nameOf(pass, 'w1'), wholes.pixel, axis, 'rows'); // [m, H]
  graph.float('AddV2', [held, graph.float('Mul', [rows, floats.change], 'moves')], nameOf(pass, 'z1'));
  const logits = addForward(pass, addHidden(pass, 1), 2);
  const inputs = { ...ends('float32', floats), ...ends('int32', wholes) };
  graph.function('readChanges', inputs, ends('float32', { logits }));
}

function addDifferentiation(pass: Pass): void {
  const { graph, architecture } = pass;
  const images = graph.input('images_to_differentiate', 'float32');
  const cotangents = graph.input('cotangents', 'float32');
  addForward(pass, images);
  graph.float('Identity', [cotangents], nameOf(pass, `g${architecture.depth + 1}`));
  for (let k = architecture.depth; k >= 1; k--) addBackward(pass, k);
  const gradients = graph.product(nameOf(pass, 'g1'), nameOf(pass, 'w1'), 'gradients', { b: true });
  graph.function('differentiate', ends('float32', { images, cotangents }), ends('float32', { gradients }));
}
