import { expect, test } from 'vitest';
import { describeReason, findMissingPackage } from '../../pipeline/study/errors.ts';

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

test.each([
  ["Cannot find package 'yargs' imported from /home/a/pipeline/commands/command.ts", 'yargs'],
  ["Cannot find module 'onnxruntime-node/package.json'\nRequire stack:\n- /home/a/b.js", 'onnxruntime-node'],
  ["Cannot find module '@tensorflow/tfjs-node'", '@tensorflow/tfjs-node'],
  [
    "Cannot find package '/home/a/node_modules/onnxruntime-web/index.js' imported from /home/a/b.ts",
    'onnxruntime-web',
  ],
  ["Cannot find module 'C:\\a\\node_modules\\@a\\b\\dist\\c.js'", '@a/b'],
  ["Cannot find module '/home/a/pipeline/none.ts' imported from /home/a/b.ts", null],
  ["Cannot find module './none.ts'", null],
  ["Cannot find module 'file:///home/a/none.ts'", null],
  ['Something else', null],
])('%s: the package that is missing is %s', (message, name) => {
  expect(findMissingPackage(failure('ERR_MODULE_NOT_FOUND', message))).toBe(name);
  expect(findMissingPackage(failure('ENOENT', message))).toBeNull();
});

test('what an error says first is one line, whatever was thrown', () => {
  expect(describeReason(new Error('this\r\n  and that'))).toBe('this');
  expect(describeReason(new TypeError())).toBe('TypeError');
  expect(describeReason('text\nmore')).toBe('text');
  expect(describeReason(undefined)).toBe('undefined');
});
