/** A process of its own that makes one update by engine tfjs. */
import { initialiseParameters } from '../../../pipeline/engine/parameters.ts';
import { openTfjsEngine } from '../../../pipeline/engine/tfjs/tfjsEngine.ts';
import { completeSettings } from '../../../pipeline/study/axes.ts';
import { drawImages } from '../drawn.ts';

const optimizer = completeSettings({ hidden: 4, batch: 2 });
const engine = await openTfjsEngine();
const start = initialiseParameters(optimizer, 0);
const trainer = await engine.openTrainer({ start, batch: 2, data: drawImages(4, 1), optimizer });
await trainer.run(Int32Array.of(0, 1));
await trainer.dispose();
console.log('trained');
