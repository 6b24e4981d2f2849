/** Scripts of a page, each as one text: the browser's code with all of the study's that it uses, without types. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { escapeScript } from '../page/ascii.ts';

/** The playground's first file, beside this one and of its kind: TypeScript, or what it was compiled to. */
const ENTRY = fileURLToPath(new URL(`browser/main${extname(import.meta.url)}`, import.meta.url));

/** Browsers of 2022 and later. */
const TARGET = 'es2022';

/** Lets what only Node has fall away with the code that needs it: some files of the study hold such code beside other. */
const WITHOUT_NODE: Plugin = {
  name: 'without Node',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

/** The playground's script. */
export function bundleScript(): Promise<string> {
  return bundleEntry(ENTRY);
}

/** The script that begins with a file; the same text on every machine. */
export async function bundleEntry(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    // Not identifiers: what esbuild names them depends on how often letters occur in the source, types and all.
    minifyWhitespace: true,
    minifySyntax: true,
    format: 'iife',
    platform: 'browser',
    target: TARGET,
    charset: 'ascii',
    legalComments: 'none',
    tsconfigRaw: '{}',
    plugins: [WITHOUT_NODE],
    write: false,
    logLevel: 'silent',
  });
  // In a page the text would end its script. Of what is not ASCII esbuild leaves what is in regular expressions.
  return escapeScript(outputFiles[0]!.text.replaceAll('</script', '<\\/script'));
}
