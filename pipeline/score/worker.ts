/** The script of each process that reads images for scores. Its panel stays open from chunk to chunk. */
import workerpool from 'workerpool';
import { openEngine } from '../engine/openEngine.ts';
import { openFrozenPanel, readFrozenPanel } from '../judging/frozenPanel.ts';
import { type Panel, readTogether } from '../judging/panel.ts';
import type { EngineName } from '../study/config.ts';
import { JUDGE_NAMES } from '../study/judgeNames.ts';
import { endWithParent } from '../sweep/endWithParent.ts';
import { type ChunkAnswers, type ChunkOrder, decodeChunk } from './chunk.ts';

let opened: Promise<Panel> | undefined;

async function openPanel(engine: EngineName): Promise<Panel> {
  return openFrozenPanel(await openEngine(engine), await readFrozenPanel(JUDGE_NAMES));
}

endWithParent();

workerpool.worker({
  async read({ engine, images }: ChunkOrder): Promise<ChunkAnswers> {
    opened ??= openPanel(engine);
    const { probabilities, judges } = await readTogether(await opened, decodeChunk(images));
    const judgeTables = Object.entries(judges).map(([name, reading]) => [name, [...reading.probabilities]]);
    return { panel: [...probabilities], families: {}, judges: Object.fromEntries(judgeTables) };
  },
});
