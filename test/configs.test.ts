import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { parseStudyConfig, studyJsonSchema } from '../pipeline/study/config.ts';
import { expandGrid, isArticleCell } from '../pipeline/study/grid.ts';

const CONFIGS = join(import.meta.dirname, '../configs');
const names = readdirSync(CONFIGS).filter((name) => name.endsWith('.yaml'));
const readConfig = (name: string) => readFileSync(join(CONFIGS, name), 'utf8');
const readSchema = () => JSON.parse(readFileSync(join(CONFIGS, 'study.schema.json'), 'utf8')) as unknown;
const modelsOf = (name: string) => expandGrid(parseStudyConfig(parse(readConfig(name)), name));

test('the four studies are there', () => {
  expect(names).toEqual(expect.arrayContaining(['smoke.yaml', 'article.yaml', 'sweep.yaml', 'full.yaml']));
});

test.each(names)('%s is valid, and named like its file', (name) => {
  const config = parseStudyConfig(parse(readConfig(name)), name);
  expect(`${config.name}.yaml`).toBe(name);
  expect(config.description).not.toBe('');
});

test.each(names)('%s is valid for an editor that reads the published schema', (name) => {
  // Apart, for zod leaves out what stands beside anyOf.
  const { anyOf, ...own } = readSchema() as { anyOf: { required: string[] }[] };
  const published = z.fromJSONSchema(own as Parameters<typeof z.fromJSONSchema>[0]);
  const config = parse(readConfig(name)) as object;
  expect(published.safeParse(config).success).toBe(true);
  expect(anyOf.filter(({ required }) => required.every((key) => key in config))).toHaveLength(1);
  expect(published.safeParse({ ...config, unknown: 1 }).success).toBe(false);
});

test.each(names)('%s tells editors its schema in the first line', (name) => {
  expect(readConfig(name).split('\n')[0]).toBe('# yaml-language-server: $schema=./study.schema.json');
});

test.each(names)('%s has a reason behind every value', (name) => {
  const values = readConfig(name)
    .split('\n')
    .filter((line) => /^ +\w+: \S/.test(line) && !/^ +(beta1|beta2|epsilon|learningRate):/.test(line));
  expect(values.length).toBeGreaterThan(5);
  expect(values.filter((line) => !/ # \S/.test(line))).toEqual([]);
});

test('the sizes of the studies are as documented', () => {
  expect(modelsOf('smoke.yaml')).toHaveLength(4);
  expect(modelsOf('article.yaml')).toHaveLength(1);
  expect(modelsOf('sweep.yaml')).toHaveLength(36);
  expect(modelsOf('full.yaml')).toHaveLength(560);
});

test.each(['article.yaml', 'sweep.yaml', 'full.yaml'])("%s includes the article's cell", (name) => {
  expect(modelsOf(name).some(isArticleCell)).toBe(true);
});

test('the published schema is the one that the code states', () => {
  expect(readSchema()).toEqual(JSON.parse(JSON.stringify(studyJsonSchema())));
});

test('a config that is written as YAML again is the same config', () => {
  const config = parseStudyConfig(parse(readConfig('sweep.yaml')), 'sweep.yaml');
  expect(parseStudyConfig(parse(stringify(config)), 'again')).toEqual(config);
});
