/** Transfer: whether each model of a grid reads the others' ideas as the digits they were made for. */

import { CLASSES, stackImages } from '../../math/images.ts';
import { readIdeaImages } from '../../models/ideaScores.ts';
import type { SearchedModel } from '../../models/modelState.ts';
import type { Study } from '../../models/study.ts';
import { identifyParameters } from '../../models/trainedModel.ts';
import type { SearchableModel } from '../../search/modelView.ts';
import { sha256 } from '../../store/files.ts';
import { findResult, type Lookup, writeResult } from '../../store/results.ts';
import type { Experiment } from '../experiment.ts';
import { readDigits, withModel } from '../experimentModel.ts';
import { type TransferRecord, transferRecord } from './transferRecord.ts';

/** Raised when the same inputs would give another matrix. */
const REVISION = 1;

/** The experiment. */
export const TRANSFER: Experiment = {
  name: 'transfer',
  scope: {
    onGrid: {
      countRead: ({ search }, models) => models * CLASSES * search.restarts,
      findReason: async (study, searched) => (await findTransfer(study, searched)).stale,
      run: measureTransfer,
    },
  },
  // The judges have no part in it.
  score: async () => undefined,
  async gather(study, searched) {
    const { result } = searched.length > 0 ? await findTransfer(study, searched) : { result: null };
    return result && (await import('./transferSection.ts')).reportTransfer(result.content);
  },
};

function inputsOf(study: Study, searched: readonly SearchedModel[]) {
  const parts = searched.map(({ model, training, ideas }) => [
    model.name,
    identifyParameters(training).sha256,
    ideas.sha256,
  ]);
  return { models: sha256(JSON.stringify(parts)), runtime: study.engine.version, revision: REVISION };
}

/** The matrix of the models that are finished, or why it has to be computed. */
function findTransfer(study: Study, searched: readonly SearchedModel[]): Promise<Lookup<TransferRecord>> {
  return findResult(study.folder.transfer, transferRecord, inputsOf(study, searched));
}

/** Lets every model read every model's ideas, and writes transfer.json. */
async function measureTransfer(study: Study, searched: readonly SearchedModel[]): Promise<void> {
  const images: Float32Array[] = [];
  for (const { model, ideas } of searched) {
    images.push(stackImages(await readIdeaImages(study, model, ideas)));
  }
  const columns: number[][] = [];
  for (const reading of searched) {
    columns.push(await withModel(study, reading, (loaded) => shareReadAsIntended(loaded, searched, images)));
  }
  const record: TransferRecord = {
    models: searched.map(({ model }) => model.name),
    read: searched.map((_, row) => columns.map((column) => column[row]!)),
  };
  await writeResult(study.folder.transfer, inputsOf(study, searched), record);
}

/** By model the share of its ideas that `loaded` reads as the digits they were made for; `images` are those ideas. */
async function shareReadAsIntended(
  loaded: SearchableModel,
  searched: readonly SearchedModel[],
  images: readonly Float32Array[],
): Promise<number[]> {
  const shares: number[] = [];
  for (const [k, { ideas }] of searched.entries()) {
    const read = await readDigits(loaded, images[k]!);
    const wanted = ideas.content.ideas;
    shares.push(wanted.filter(({ digit }, row) => read[row] === digit).length / wanted.length);
  }
  return shares;
}
