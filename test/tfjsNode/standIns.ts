/** The scripts that stand in for tfjs-node, its installer, pip and the compiler. The environment says what they do. */

/** The library that a binding needs beside itself; it holds its own version as text. */
export const LIBRARY = 'libtensorflow_cc.so.2';

/** The package. Its binding is a text that says how it behaves. */
export const PACKAGE: Readonly<Record<string, string>> = {
  'package.json': '{ "version": "4.22.0", "main": "index.js" }',
  'binding/tfjs_backend.cc': '',
  'binding/tfjs_binding.cc': '',
  'index.js': `
    const { readFileSync, realpathSync } = require('node:fs');
    const { join } = require('node:path');
    require('node:util').isNullOrUndefined(0);
    const binding = require('@mapbox/node-pre-gyp').find(join(__dirname, 'package.json'));
    const kind = readFileSync(binding, 'utf8');
    if (kind === 'broken') throw new Error('undefined symbol: TF_Version\\nand more');
    if (kind === 'deadly') process.kill(process.pid, 'SIGILL');
    const TF_Version = readFileSync(join(realpathSync(binding), '../../../deps/lib/${LIBRARY}'), 'utf8');
    console.log('a chatty library');
    module.exports = {
      getBackend: () => 'tensorflow',
      backend: () => ({ binding: { TF_Version } }),
      tensor2d: (rows) => rows,
      matMul: () => ({ dataSync: () => new Float32Array(kind === 'wrong' ? [0, 0, 0, 0] : [19, 22, 43, 50]) }),
    };`,
  'scripts/install.js': `
    const { mkdirSync, writeFileSync } = require('node:fs');
    const { execSync } = require('node:child_process');
    writeFileSync('package.json', 'spoilt');
    const how = process.env.INSTALLER;
    if (how === 'hang') setInterval(() => undefined, 1000);
    if (how === 'refuse') throw new Error('getaddrinfo ENOTFOUND example.org');
    if (how === 'half' || how === 'work') execSync('node-pre-gyp install');
    if (how === 'work') {
      mkdirSync('deps/lib', { recursive: true });
      writeFileSync('deps/lib/${LIBRARY}', '2.9.1');
      process.exit(1);
    }`,
};

/** The programs on the PATH, each to follow PROGRAM_HEAD. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  python3: `
    if (args.includes('--version')) console.log('pip 23.2 from here (python ' + process.env.PIP_PYTHON + ')');
    else {
      record();
      const how = process.env.PIP;
      const path = join(args[args.indexOf('--dest') + 1], how === 'other' ? 'other.whl' : process.env.WHEEL_FILE);
      if (how === 'hang') {
        writeFileSync(path + '.part', 'half');
        writeFileSync(process.env.HANGING, String(process.pid));
        setInterval(() => undefined, 1000);
      } else if (how === 'full') fail('ERROR: Could not install packages due to an OSError: No space left on device');
      else if (how === 'refuse' || (how === 'onlyPlain' && args.some((arg) => arg.startsWith('--platform')))) {
        fail('WARNING: no answer\\nERROR: No matching distribution found\\nand a hint');
      } else copyFileSync(process.env.WHEEL, path);
    }`,
  'g++': `
    if (!args.includes('--version')) {
      record();
      const how = process.env.COMPILER;
      const include = args.find((arg) => arg.startsWith('-I')).slice(2);
      const inputs = [...args.filter((arg) => /\\.(cc|so\\.2)$/.test(arg)), join(include, 'tensorflow/c/c_api.h')];
      const missing = inputs.find((input) => !existsSync(input));
      if (missing) fail(missing + ':1:1: fatal error: no such file');
      if (how === 'refuse') fail('In file included:\\na.cc:9:1: error: expected a type\\na.cc:9:2: error: more');
      writeFileSync(args[args.indexOf('-o') + 1], how);
    }`,
};

/** How every program begins. */
export const PROGRAM_HEAD = `#!${process.execPath}
  const { appendFileSync, copyFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs');
  const { join } = require('node:path');
  const args = process.argv.slice(2);
  const record = () => appendFileSync(process.env.RECORD, JSON.stringify(args) + '\\n');
  const fail = (text) => { console.error(text); process.exit(1); };`;

/** As in the real package, its function cannot be replaced. */
export const PRE_GYP = `
  const find = (manifest) => require('node:path').join(manifest, '../lib/napi-v8/tfjs_binding.node');
  Object.defineProperty(exports, 'find', { get: () => find, enumerable: true });`;

/** The command that the installer finds in node_modules/.bin. */
export const PRE_GYP_COMMAND = `
  mkdirSync('lib/napi-v8', { recursive: true });
  writeFileSync('lib/napi-v8/tfjs_binding.node', 'good');`;
