/**
 * Compiles tfjs-node's binding, as it is in the package, and quietLog.cc against TensorFlow's C libraries and the headers of
 * Node-API. It uses nothing else of Node, so one binding serves every Node. The options are those of the package's
 * binding.gyp.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expected } from '../study/errors.ts';
import { runLogged, runProgram, type Surroundings } from './processes.ts';

/** What a binding is made of and where it goes. */
export interface BindingParts {
  /** Folder of the binding's C++ sources. */
  readonly sources: string;
  /** Folders of TensorFlow's headers and of those of Node-API. */
  readonly headers: readonly string[];
  /** Paths of TensorFlow's libraries. */
  readonly libraries: readonly string[];
  /** Path of the binding. */
  readonly binding: string;
}

const COMPILERS = ['g++', 'c++', 'clang++'];

const SOURCES = ['tfjs_backend.cc', 'tfjs_binding.cc'];

const OWN_SOURCE = fileURLToPath(new URL('quietLog.cc', import.meta.url));

const OPTIONS = [
  ...['-std=c++17', '-O2', '-fPIC', '-shared'],
  ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
  // From lib/napi-v8/, where the binding lies in a build.
  '-Wl,-rpath,$ORIGIN/../../deps/lib',
];

/** Finds a C++ compiler: $CXX, options in it included, or one on the PATH. Throws a UserError where none runs. */
export async function findCompiler({ env }: Pick<Surroundings, 'env'>): Promise<readonly string[]> {
  const named = env.CXX?.trim().split(/\s+/) ?? [];
  for (const command of [named, ...COMPILERS.map((name) => [name])]) {
    if (!command[0]) continue;
    const { hasSucceeded } = await runProgram([...command, '--version'], { env });
    if (hasSucceeded) return command;
  }
  throw expected(
    'tfjs-node',
    `a C++ compiler: $CXX, ${COMPILERS.join(', ')}`,
    'none',
    'install one, such as g++, then make tfjs-node',
  );
}

/** Compiles the binding. Throws a UserError where the compiler refuses. */
export async function compileBinding(
  compiler: readonly string[],
  parts: BindingParts,
  surroundings: Surroundings,
): Promise<void> {
  surroundings.onProgress('compiling the binding');
  const sources = [...SOURCES.map((name) => join(parts.sources, name)), OWN_SOURCE];
  const headers = parts.headers.map((folder) => `-I${folder}`);
  const command = [...compiler, ...OPTIONS, ...headers, ...sources, '-o', parts.binding, ...parts.libraries];
  const { hasSucceeded, reason } = await runLogged(surroundings, command, { env: surroundings.env });
  if (hasSucceeded) return;
  throw expected(
    compiler.join(' '),
    "to compile tfjs-node's binding",
    reason,
    `name another compiler in CXX, then make tfjs-node (log: ${surroundings.log.path})`,
  );
}
