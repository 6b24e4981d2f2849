/**
 * A verification as JUnit XML, in the form that Jenkins, GitLab and GitHub's actions read (Jenkins' junit-10.xsd): a suite a
 * stage, and in it a case a model. A case fails where something differs at the level that was asked for; what differs at a
 * finer one is in its output.
 */

import { groupBy } from '../statistics/groupBy.ts';
import type { Difference } from './compare.ts';
import { STAGES, type StageName } from './stages.ts';
import { counts, describeDifference, type Verification } from './verification.ts';

interface Case {
  readonly model: string;
  readonly failing: readonly Difference[];
  readonly passing: readonly Difference[];
}

/** The text of verify.xml. It has no times. */
export function renderJunit(verification: Verification): string {
  const suites = STAGES.map((stage) => ({ stage, cases: listCases(verification, stage) }));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(`verify ${verification.study}`)}" ${countCases(all)}>`,
    ...suites.flatMap(({ stage, cases }) => [
      `  <testsuite name="${stage}" ${countCases(cases)} skipped="0">`,
      ...cases.flatMap((one) => renderCase(stage, one, verification)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function listCases({ comparison, asked }: Verification, stage: StageName): Case[] {
  const own = comparison.differences.filter((one) => one.stage === stage);
  const byModel = groupBy(own, ({ model }) => model);
  const models = [...comparison.compared[stage].map(({ model }) => model), ...byModel.keys()];
  return [...new Set(models)].map((model) => {
    const ofModel = byModel.get(model) ?? [];
    return {
      model,
      failing: ofModel.filter((one) => counts(one, asked)),
      passing: ofModel.filter((one) => !counts(one, asked)),
    };
  });
}

function countCases(cases: readonly Case[]): string {
  const failures = cases.filter(({ failing }) => failing.length > 0).length;
  return `tests="${cases.length}" failures="${failures}" errors="0"`;
}

function renderCase(
  stage: StageName,
  { model, failing, passing }: Case,
  { comparison, reasons }: Verification,
) {
  const open = `    <testcase classname="${stage}" name="${escapeXml(model)}"`;
  if (failing.length + passing.length === 0) return [`${open}/>`];
  const why = [...failing, ...passing].includes(comparison.differences[0]!)
    ? reasons.map(({ text }) => `likely reason: ${text}`)
    : [];
  const lines = (differences: readonly Difference[]) =>
    escapeXml([...differences.map(describeDifference), ...why].join('\n'));
  const failure = `      <failure message="${escapeXml(describeDifference(failing[0] ?? passing[0]!))}" type="difference">${lines(failing)}</failure>`;
  const output = `      <system-out>${lines(passing)}</system-out>`;
  return [
    `${open}>`,
    ...(failing.length > 0 ? [failure] : []),
    ...(passing.length > 0 ? [output] : []),
    '    </testcase>',
  ];
}

/** Control characters have no place in XML 1.0. */
function escapeXml(text: string): string {
  const printable = Array.from(text, (letter) => (letter < ' ' && letter !== '\n' ? ' ' : letter)).join('');
  return printable
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
