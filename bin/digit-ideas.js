#!/usr/bin/env node
// The command of the npm package. What it runs is compiled when the package is made.
import { existsSync } from 'node:fs';

const program = new URL('../dist/pipeline/program/main.js', import.meta.url);
if (existsSync(program)) {
  const { runProgram } = await import(program.href);
  await runProgram();
} else {
  console.error(
    'digit-ideas: expected dist/, which is compiled when the package is made, got none; pack it with make package',
  );
  process.exitCode = 2;
}
