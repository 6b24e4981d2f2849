/** The pages with generated blocks, and what the blocks are made from. */
import { join } from 'node:path';
import { readFrozenPanel } from '../judging/frozenPanel.ts';
import { decodeJson, readBytes } from '../store/files.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { type Blocks, fillBlocks } from './blocks.ts';
import { renderAgreement, renderCards } from './cardTables.ts';
import { ladderSummary } from './ladderSummary.ts';
import { describeLadders, renderFirstLadder, renderSecondLadder } from './ladderTables.ts';

/** The run of both ladders that is committed. */
export const LADDER_FILE = 'docs/results/ladder.json';

const REMEDY = 'run make ladder, then make docs LADDER=artifacts/ladder';

/** A page, by its path in the repository, as it is and as it should be. */
export interface Document {
  readonly path: string;
  readonly written: string;
  readonly wanted: string;
}

/** Reads the pages of the repository in `root` and fills their blocks. Throws a UserError where a source or a block is missing. */
export async function renderDocuments(root: string): Promise<Document[]> {
  const pages: Readonly<Record<string, Blocks>> = { 'docs/instrument.md': await describeInstrument(root) };
  return Promise.all(
    Object.entries(pages).map(async ([path, blocks]) => {
      const written = new TextDecoder().decode(await readBytes(join(root, path)));
      return { path, written, wanted: fillBlocks(written, blocks, path) };
    }),
  );
}

async function describeInstrument(root: string): Promise<Blocks> {
  const { cards, card, version } = await readFrozenPanel(JUDGE_NAMES);
  const bytes = await readBytes(join(root, LADDER_FILE), REMEDY);
  const ladders = decodeJson(bytes, LADDER_FILE, ladderSummary, REMEDY);
  if (card === null) throw new RangeError('The frozen panel was never measured');
  return {
    'the panel': `Panel \`${version}\`; every fifth test image, and ${card.calibration.images} others drawn from test images for calibration.`,
    cards: renderCards(cards, card),
    agreement: renderAgreement(card),
    ladders: describeLadders(ladders),
    'second ladder': renderSecondLadder(ladders),
    'first ladder': renderFirstLadder(ladders),
  };
}
