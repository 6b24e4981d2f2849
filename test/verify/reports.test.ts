import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { listAnnotations } from '../../pipeline/verify/annotations.ts';
import { compareStudies } from '../../pipeline/verify/compare.ts';
import { renderJunit } from '../../pipeline/verify/junit.ts';
import type { Level } from '../../pipeline/verify/levels.ts';
import type { Verification } from '../../pipeline/verify/verification.ts';
import { renderVerifyMarkdown } from '../../pipeline/verify/verifyMarkdown.ts';
import { digest, makeMadeLock, makeSummary } from './madeSummary.ts';

/** A study one of whose ideas differs, and one of whose numbers. */
function verifyChanged(asked: Level): Verification {
  const found = makeSummary();
  found.stages.ideas['h8-b20-s0']!.files['ideas/idea_3.vf'] = digest('1');
  found.stages.scores['h8-b20-s0']!.numbers!['models.recognisability'] = 0.5;
  return {
    ...{ study: 'made & <small>', lockFile: 'configs/made.lock.json', asked },
    comparison: compareStudies(makeMadeLock(), found),
    reasons: [{ kind: 'node', text: 'Node: "a", was b\u0007' }],
    pictures: [
      { file: 'difference-h8-b20-s0-idea_3.png', path: 'models/h8-b20-s0/ideas/idea_3.vf', pixels: 7 },
    ],
  };
}

/** Attributes that the schema requires of each element, and what it may have in it, in that order. */
const FORM: Readonly<Record<string, { attributes: string[]; children: string[] }>> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: { attributes: ['name', 'tests', 'failures', 'errors', 'skipped'], children: ['testcase'] },
  testcase: { attributes: ['classname', 'name'], children: ['failure', 'system-out'] },
  failure: { attributes: ['message', 'type'], children: [] },
  'system-out': { attributes: [], children: [] },
};

test('verify.xml has the form of JUnit: its elements, their attributes and their order', () => {
  const text = renderJunit(verifyChanged('numbers'));
  expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')).toBe(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|&(?!amp;|lt;|gt;|quot;)/);
  const { document } = parseHTML(text.replace(/<(testcase[^>]*)\/>/g, '<$1></testcase>'));
  const elements = [...document.querySelectorAll(Object.keys(FORM).join(','))];
  expect(elements.length).toBeGreaterThan(15);
  for (const element of elements) {
    const { attributes, children } = FORM[element.localName]!;
    expect(element.getAttributeNames()).toEqual(attributes);
    const names = [...element.children].map(({ localName }) => localName);
    expect(names.map((name) => children.indexOf(name))).toEqual(
      names.map((name) => children.indexOf(name)).sort(),
    );
    expect(names.filter((name) => !children.includes(name))).toEqual([]);
  }
  for (const suite of document.querySelectorAll('testsuite')) {
    expect(suite.getAttribute('tests')).toBe(String(suite.querySelectorAll('testcase').length));
    expect(suite.getAttribute('failures')).toBe(String(suite.querySelectorAll('failure').length));
  }
});

test('a case fails at the level that was asked for; what differs at a finer one is in its output', () => {
  const failures = (asked: Level) =>
    [...renderJunit(verifyChanged(asked)).matchAll(/<failure message="([^"]*)/g)].map(([, text]) => text);
  expect(failures('identical')).toEqual([
    'ideas of h8-b20-s0: ideas/idea_3.vf: other bytes',
    'scores of h8-b20-s0: models.recognisability: 0.5, expected 0.25 within 0.03',
  ]);
  expect(failures('numbers')).toEqual([
    'scores of h8-b20-s0: models.recognisability: 0.5, expected 0.25 within 0.03',
  ]);
  expect(failures('conclusions')).toEqual([]);
  expect(renderJunit(verifyChanged('numbers'))).toContain(
    '<system-out>ideas of h8-b20-s0: ideas/idea_3.vf: other bytes\nlikely reason: Node: &quot;a&quot;, was b </system-out>',
  );
});

test('verify.md says what holds, where the first difference is, why, and shows pictures', () => {
  const text = renderVerifyMarkdown(verifyChanged('identical'));
  expect(text).toMatch(/^# made & <small>: only the same conclusions\n/);
  expect(text).toContain('| identical bytes (asked for) | no: 1 differ |');
  expect(text).toContain('| the same conclusions | yes |');
  expect(text).toContain(
    '- first difference: ideas of h8-b20-s0: ideas/idea\\_3.vf: other bytes (and 1 more, of which most follow from it)',
  );
  expect(text).toContain('- likely reason: Node: "a", was b');
  expect(text).toContain('| ideas | 6 | 1 | 1 |');
  expect(text).toContain('7 of 784 pixels differ: [difference-h8-b20-s0-idea_3.png]');
});

test('an annotation of GitHub Actions is one line, an error only where what was asked for does not hold', () => {
  const [error, ...others] = listAnnotations(verifyChanged('identical'));
  expect(others).toEqual([]);
  expect(error).toMatch(
    /^::error file=configs\/made\.lock\.json,title=made & <small>%3A only the same conclusions::asked for: identical bytes%0Afirst difference: /,
  );
  expect(error).not.toContain('\n');
  expect(listAnnotations(verifyChanged('conclusions'))[0]).toMatch(/^::notice /);
  // A step may run in a folder below that which GitHub shows, such as that of the action.
  const fileOf = (lockFile: string, workspace: string) =>
    /file=([^,]*)/.exec(listAnnotations({ ...verifyChanged('identical'), lockFile }, workspace)[0]!)?.[1];
  expect(fileOf('../mine.lock.json', '..')).toBe('mine.lock.json');
  expect(fileOf('configs/made.lock.json', process.cwd())).toBe('configs/made.lock.json');
  expect(fileOf('../mine.lock.json', '.')).toBe('../mine.lock.json');
  const same = compareStudies(makeMadeLock(), makeSummary());
  expect(listAnnotations({ ...verifyChanged('identical'), comparison: same })).toEqual([]);
});
