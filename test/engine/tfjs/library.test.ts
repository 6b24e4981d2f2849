import { expect, test } from 'vitest';
import { openTensorFlow } from '../../../pipeline/engine/tfjs/library.ts';
import { UserError } from '../../../pipeline/study/errors.ts';

/** What the package throws where there is no binding (tfjs-node 4.22.0, dist/index.js). */
const NO_BINDING =
  'The Node.js native addon module (tfjs_binding.node) can not be found at path: x. \nPlease run command ...';

test.each([
  ['is not there', NO_BINDING, 'none'],
  [
    'does not load',
    'libtensorflow.so: no such file\nmore',
    'one that does not load (libtensorflow.so: no such file)',
  ],
])('where the native library %s, one line names what to run', async (_, message, got) => {
  const load = () => {
    throw new Error(message);
  };
  await expect(openTensorFlow(load)).rejects.toThrow(
    new UserError(
      `engine tfjs: expected tfjs-node's native library, got ${got}; run make tfjs-node, or choose another engine`,
    ),
  );
});
