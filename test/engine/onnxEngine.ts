/** The engine that is always there, without the time that the others take to open. */
import { openEngine } from '../../pipeline/engine/openEngine.ts';

export const onnxEngine = await openEngine('onnx');
