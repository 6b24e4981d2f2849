/** provenance.json, held against the published form and against the files that it names. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Study } from '../../pipeline/models/study.ts';
import { hashArtifacts, writeManifest } from '../../pipeline/report/manifest.ts';
import { BUILD_TYPE, readSourceDate } from '../../pipeline/report/provenance.ts';
import { makeTemporaryFolder } from '../../pipeline/store/temporaryFolder.ts';
import { ROOT } from '../commands/commandLine.ts';
import { openSmallStudy } from '../models/smallStudy.ts';
import { type ProvenanceStatement, provenanceStatement } from './slsaSchema.ts';

const digestOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

let study: Study;
const readStatement = (): ProvenanceStatement =>
  provenanceStatement.parse(JSON.parse(readFileSync(study.folder.provenance, 'utf8')));

/** Digests of dependencies by name. */
const listDependencies = () =>
  Object.fromEntries(
    readStatement().predicate.buildDefinition.resolvedDependencies!.map(({ name, digest }) => [
      name!,
      digest!,
    ]),
  );

beforeAll(async () => {
  const folder = makeTemporaryFolder();
  vi.stubEnv('SOURCE_DATE_EPOCH', undefined);
  study = (await openSmallStudy(folder.path)).study;
  await writeManifest(study);
  return () => {
    vi.unstubAllEnvs();
    folder.remove();
  };
});

test('it is a statement of the published form about the manifest, and no part of it', async () => {
  const { subject, predicate } = readStatement();
  expect(subject).toEqual([{ name: 'manifest.json', digest: { sha256: digestOf(study.folder.manifest) } }]);
  expect(predicate.runDetails.byproducts).toEqual([
    { name: 'environment.json', digest: { sha256: digestOf(study.folder.environment) } },
  ]);
  expect(await hashArtifacts(study)).not.toHaveProperty('provenance.json');
});

test('it names what the manifest was made from: config, engine, data, judges, packages and source', () => {
  const { buildDefinition } = readStatement().predicate;
  expect(buildDefinition.externalParameters).toEqual({
    config: JSON.parse(JSON.stringify(study.config)) as unknown,
    engine: 'onnx',
  });
  expect(buildDefinition.internalParameters).toMatchObject({ threadsPerModel: 1 });
  const found = listDependencies();
  for (const name of [
    'pipeline/judging/frozen/cnn.json',
    'pipeline/judging/frozen/cnn.bin',
    'package-lock.json',
  ])
    expect(found[name]).toEqual({ sha256: digestOf(join(ROOT, name)) });
  // A panel of the cnn alone.
  expect(found).not.toHaveProperty('pipeline/judging/frozen/abs.bin');
  const source = study.config.dataset.source.replace('idx:', '');
  const images = Object.entries(found).filter(([name]) => name.startsWith('dataset.source/'));
  expect(images).toHaveLength(4);
  for (const [name, { sha256 }] of images)
    expect(sha256).toBe(digestOf(join(source, name.replace('dataset.source/', ''))));
});

test.runIf(existsSync(join(ROOT, '.git')))('it names the commit and the tree, as git does', () => {
  const ask = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
  const found = listDependencies();
  expect(found.source).toEqual({ gitCommit: ask('rev-parse', 'HEAD') });
  expect(found['source/pipeline']).toEqual({ gitTree: ask('rev-parse', 'HEAD:pipeline') });
});

test('the same study gives the same statement again; its only time is that of SOURCE_DATE_EPOCH', async () => {
  const former = readFileSync(study.folder.provenance, 'utf8');
  await writeManifest(study);
  expect(readFileSync(study.folder.provenance, 'utf8')).toBe(former);
  vi.stubEnv('SOURCE_DATE_EPOCH', '1000000000');
  onTestFinished(() => void vi.stubEnv('SOURCE_DATE_EPOCH', undefined));
  await writeManifest(study);
  const { runDetails, ...rest } = readStatement().predicate;
  expect(runDetails.metadata).toEqual({ finishedOn: '2001-09-09T01:46:40Z' });
  expect(JSON.parse(former)).toMatchObject({ predicate: rest });
});

test.each(['-1', '1.5', 'today', '1e9', '253402300800'])('SOURCE_DATE_EPOCH=%s is refused', (text) => {
  expect(() => readSourceDate(text)).toThrow(
    `SOURCE_DATE_EPOCH: expected whole seconds since 1970, got '${text}'; `,
  );
});

test('SOURCE_DATE_EPOCH is taken up to the last year of four digits, and where it is empty there is no time', () => {
  expect(readSourceDate('253402300799')).toBe('9999-12-31T23:59:59Z');
  expect([readSourceDate(''), readSourceDate(undefined)]).toEqual([null, null]);
});

test('the build type is a section of the document that it names', () => {
  const [, document] = BUILD_TYPE.split('#');
  expect(readFileSync(join(ROOT, document!), 'utf8')).toContain(`\`${BUILD_TYPE}\``);
});

test.each<[string, (statement: ProvenanceStatement) => object]>([
  ['a subject without a digest', (one) => ({ ...one, subject: [{ name: 'manifest.json' }] })],
  ['no subject', (one) => ({ ...one, subject: [] })],
  ['another predicate type', (one) => ({ ...one, predicateType: 'https://slsa.dev/provenance/v0.2' })],
  ['no builder', (one) => ({ ...one, predicate: { ...one.predicate, runDetails: {} } })],
  ['a field that no specification has', (one) => ({ ...one, predicates: {} })],
])('the form refuses %s', (_, change) => {
  expect(provenanceStatement.safeParse(change(readStatement())).success).toBe(false);
});
