/**
 * Which file imports which, read from the text of the files.
 *
 * A scan by pattern is enough here, because the formatter fixes how an import is written. Where it cannot tell (code
 * inside a string), it sees an import too many rather than one too few. Types count: they tie files together as well.
 */
import { posix } from 'node:path';

/** One import. */
export interface Edge {
  /** Path from the root, such as `pipeline/study/grid.ts`. */
  readonly from: string;
  /** The same, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  /** `import type` or `export type`: gone when the program runs. */
  readonly isTypeOnly: boolean;
}

/** Every import of the given files (text by path): static, re-exported, dynamic, and of types. */
export function readEdges(files: ReadonlyMap<string, string>): Edge[] {
  return [...files].flatMap(([from, text]) =>
    readImports(text).map(([specifier, isTypeOnly]) => {
      const isPackage = !specifier.startsWith('.');
      const to = isPackage ? specifier : posix.join(posix.dirname(from), specifier);
      return { from, to, isPackage, isTypeOnly };
    }),
  );
}

/** The imports of one file's text: what it names, and whether for its types only. */
export function readImports(text: string): [specifier: string, isTypeOnly: boolean][] {
  const code = text.replace(STRING_OR_COMMENT, (_, kept: string | undefined) => kept ?? ' ');
  const declared = [...code.matchAll(DECLARATION)]
    .filter(([, clause]) => /^\s*$|\bfrom\s*$/.test(clause!))
    .map(([, clause, , specifier]): [string, boolean] => [specifier!, TYPE_ONLY.test(clause!)]);
  const called = [...code.matchAll(CALL)].map(([, , specifier]): [string, boolean] => [specifier!, false]);
  return [...declared, ...called];
}

/** A string or template, which is kept so that a `//` inside it is none, or a comment, which is dropped. */
const STRING_OR_COMMENT =
  /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** `import a, { b } from 'x'`, `export * from 'x'` and `import 'x'`: clause, quote, specifier. */
const DECLARATION = /^[ \t]*(?:import|export)\b([\w$\s,{}*]*)(['"])([^'"\n]+)\2/gm;

/** `import('x')`, as an expression or as a type: quote, specifier. */
const CALL = /\bimport\s*\(\s*(['"`])([^'"`\n]+)\1/g;

/** A clause that begins with the keyword, and not with a default import that is called `type`. */
const TYPE_ONLY = /^\s*type\b(?!\s*,|\s+from\b)/;
