/** The script of each process that reads images for scores. Its panel stays open from chunk to chunk. */
import workerpool from 'workerpool';
import { openEngine } from '../engine/openEngine.ts';
import { openFrozenPanel, readFrozenPanel } from '../judging/frozenPanel.ts';
import { type Panel, readTogether } from '../judging/panel.ts';
import { PRIMARY_TOLERANCE } from '../judging/tolerance.ts';
import type { EngineName } from '../study/config.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { endWithParent } from '../sweep/endWithParent.ts';
import { type ChunkAnswers, type ChunkOrder, decodeChunk } from './chunk.ts';

let opened: Promise<Panel> | undefined;

async function openPanel(engine: EngineName): Promise<Panel> {
  return openFrozenPanel(await openEngine(engine), await readFrozenPanel(JUDGE_NAMES));
}

/** Tables as lists, which JSON has. */
function listNumbers(tables: Readonly<Record<string, Float64Array>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, [...table]]));
}

endWithParent();

workerpool.worker({
  async read({ engine, images }: ChunkOrder): Promise<ChunkAnswers> {
    opened ??= openPanel(engine);
    const read = await readTogether(await opened, decodeChunk(images));
    const { probabilities, families, judges } = read[PRIMARY_TOLERANCE];
    return {
      panel: [...probabilities],
      families: listNumbers(families),
      judges: listNumbers(
        Object.fromEntries(Object.entries(judges).map(([name, reading]) => [name, reading.probabilities])),
      ),
    };
  },
});
