/** Transfer: whether each model of a grid reads the others' ideas as the digits they were made for. */
import { stackImages } from '../../math/images.ts';
import { readIdeaImages } from '../../models/ideaScores.ts';
import type { Study } from '../../models/study.ts';
import { sha256 } from '../../store/files.ts';
import { findResult, type Lookup, writeResult } from '../../store/results.ts';
import { readDigits, type SearchedCell, withCellModel } from '../experiment.ts';
import { type TransferRecord, transferRecord } from '../experimentRecords.ts';

/** Raised when the same inputs would give another matrix. */
const REVISION = 1;

function inputsOf(study: Study, searched: readonly SearchedCell[]) {
  const parts = searched.map(({ cell, training, ideas }) => [
    cell.name,
    training.sha256['model.dat'],
    ideas.sha256,
  ]);
  return {
    cells: sha256(JSON.stringify(parts)),
    runtime: study.engine.version,
    revision: REVISION,
  };
}

/** The matrix of the cells that are finished, or why it has to be computed. */
export function findTransfer(
  study: Study,
  searched: readonly SearchedCell[],
): Promise<Lookup<TransferRecord>> {
  return findResult(study.folder.transfer, transferRecord, inputsOf(study, searched));
}

/** Lets every model read every model's ideas, and writes transfer.json. */
export async function measureTransfer(study: Study, searched: readonly SearchedCell[]): Promise<void> {
  const images: Float32Array[] = [];
  for (const { cell, ideas } of searched) {
    images.push(stackImages(await readIdeaImages(study.folder.cell(cell.name).ideaFolder, ideas)));
  }
  const columns: number[][] = [];
  for (const { cell } of searched) {
    columns.push(
      await withCellModel(study, cell, async (model) => {
        const shares: number[] = [];
        for (const [k, { ideas }] of searched.entries()) {
          const read = await readDigits(model, images[k]!);
          const wanted = ideas.content.ideas;
          shares.push(wanted.filter(({ digit }, row) => read[row] === digit).length / wanted.length);
        }
        return shares;
      }),
    );
  }
  const record: TransferRecord = {
    cells: searched.map(({ cell }) => cell.name),
    read: searched.map((_, row) => columns.map((column) => column[row]!)),
  };
  await writeResult(study.folder.transfer, inputsOf(study, searched), record);
}
