/** The pages with generated blocks, and what the blocks are made from. */
import { join } from 'node:path';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { COUNTED_RUN } from '../ladder/second/countedRun.ts';
import { decodeJson, readBytes } from '../store/files.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { type Blocks, fillBlocks } from './blocks.ts';
import { renderAgreement, renderCards } from './cardTables.ts';
import { describeJudges } from './judgesInShort.ts';
import { type LadderSummary, ladderSummary } from './ladderSummary.ts';
import { describeLadders, renderFirstLadder, renderSecondLadder } from './ladderTables.ts';
import { pickFindings, pickSection, RESULTS_FOLDER } from './studyResults.ts';

/** The run of both ladders that is committed. */
export const LADDER_FILE = `${RESULTS_FOLDER}/ladder.json`;

/** The study whose findings the README tells. */
const FINDINGS_STUDY = 'effects';

/** By command, the study whose report says what was found, and the section that does. */
const EXPERIMENT_SECTIONS = {
  compare: ['sweep', 'Searches compared'],
  hints: ['sweep', 'Hints'],
  counterfeits: ['sweep', 'Counterfeits'],
  transfer: ['sweep', 'Transfer'],
  optimum: ['effects', 'The optimum'],
  legibility: ['effects', 'Legibility'],
  baselines: ['sweep', 'Baselines'],
} as const;

const REMEDY = 'run make ladder, then make docs LADDER=artifacts/ladder';

/** A page, by its path in the repository, as it is and as it should be. */
export interface Document {
  readonly path: string;
  readonly written: string;
  readonly wanted: string;
}

/** Reads the pages of the repository in `root` and fills their blocks. Throws a UserError where a source or a block is missing. */
export async function renderDocuments(root: string): Promise<Document[]> {
  const [panel, ladders] = [await readPanel(), await readLadders(root)];
  const pages: Readonly<Record<string, Blocks>> = {
    'README.md': {
      findings: pickFindings(await readReport(root, FINDINGS_STUDY)),
      judges: `${describeJudges(panel)}\n\n${describeLadders(ladders, isOfFormerPanel(ladders))}`,
    },
    'docs/instrument.md': describeInstrument(panel, ladders),
    'docs/experiments.md': { found: await describeExperiments(root) },
  };
  return Promise.all(
    Object.entries(pages).map(async ([path, blocks]) => {
      const written = new TextDecoder().decode(await readBytes(join(root, path)));
      return { path, written, wanted: fillBlocks(written, blocks, path) };
    }),
  );
}

function isOfFormerPanel({ scoreVersion }: LadderSummary): boolean {
  return COUNTED_RUN !== null && COUNTED_RUN.scoreVersion !== scoreVersion;
}

/** The panel as it is frozen and measured. */
async function readPanel() {
  const { cards, card } = await readFrozenPanel(JUDGE_NAMES);
  if (card === null) throw new RangeError('The frozen panel was never measured');
  return { cards, card };
}

type MeasuredPanel = Awaited<ReturnType<typeof readPanel>>;

const reportOf = (study: string) => `${RESULTS_FOLDER}/${study}/report.md`;

async function readReport(root: string, study: string): Promise<string> {
  const bytes = await readBytes(join(root, reportOf(study)), `run make docs RESULTS=artifacts/${study}`);
  return new TextDecoder().decode(bytes);
}

/** What the committed reports say of each experiment. */
async function describeExperiments(root: string): Promise<string> {
  const paragraphs = Object.entries(EXPERIMENT_SECTIONS).map(async ([name, [study, title]]) => {
    const found = pickSection(await readReport(root, study), title, reportOf(study));
    return `**\`make ${name}\`**, of \`configs/${study}.yaml\`:\n${found}`;
  });
  return (await Promise.all(paragraphs)).join('\n\n');
}

async function readLadders(root: string): Promise<LadderSummary> {
  const bytes = await readBytes(join(root, LADDER_FILE), REMEDY);
  return decodeJson(bytes, LADDER_FILE, ladderSummary, REMEDY);
}

function describeInstrument({ cards, card }: MeasuredPanel, ladders: LadderSummary): Blocks {
  return {
    'the panel': `Panel \`${card.scoreVersion}\`; ${card.testImages} test images, and ${card.calibration.images} made of test images for calibration.`,
    cards: renderCards(cards, card),
    agreement: renderAgreement(card),
    ladders: describeLadders(ladders, isOfFormerPanel(ladders)),
    'second ladder': renderSecondLadder(ladders),
    'first ladder': renderFirstLadder(ladders),
  };
}
