/**
 * What a model.json of TF.js says: the kind of model, its weight files and what is in them. Sizes are checked before the library
 * sees them: it would allocate whatever the file names.
 *
 * Source: https://www.tensorflow.org/js/guide/save_load
 */
import { z } from 'zod';
import { UserError } from '../../study/errors.ts';
import { describeIssue } from '../../study/issues.ts';
import { countNumbers } from './layout.ts';

/** What a user can do about a model that is not understood. */
export const NEXT_STEP = 'convert or save the model again, or export it to ONNX';

/** Bytes of a number. */
const BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;
const typeSchema = z.enum(['float32', 'int32', 'bool', 'uint8', 'uint16', 'float16']);

const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: typeSchema,
  quantization: z.looseObject({ dtype: typeSchema.optional() }).optional(),
  group: z.string().optional(),
});

const fileSchema = z.object({
  format: z.enum(['layers-model', 'graph-model']).optional(),
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

/** One tensor in the weight files, as the library takes it, and its bytes. */
export interface WeightSpec {
  readonly spec: Readonly<z.output<typeof weightSchema>>;
  readonly bytes: number;
  readonly isOfOptimizer: boolean;
}

/** A model.json. */
export interface TfjsFile {
  readonly kind: 'layers' | 'graph';
  readonly topology: object;
  /** Names of the weight files beside it, in the order of their bytes. */
  readonly paths: readonly string[];
  readonly specs: readonly WeightSpec[];
}

/** Reads the value of a model.json. Throws a UserError that names `where` for anything else. */
export function describeFile(value: unknown, where: string): TfjsFile {
  const parsed = fileSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw new UserError(`${where}: ${describeIssue(parsed.error.issues[0]!)}; ${NEXT_STEP}`);
  }
  const { format, modelTopology, weightsManifest } = parsed.data;
  const isGraph = format === 'graph-model' || 'node' in modelTopology;
  return {
    kind: isGraph ? 'graph' : 'layers',
    topology: modelTopology,
    paths: weightsManifest.flatMap(({ paths }) => paths),
    specs: weightsManifest.flatMap(({ weights }) => weights.map(describeWeight)),
  };
}

function describeWeight(given: z.output<typeof weightSchema>): WeightSpec {
  // Keras names the stored type as the type, with the usual one beside it.
  const { quantization, dtype } = given;
  const isNarrow = dtype === 'uint8' || dtype === 'uint16' || dtype === 'float16';
  const stored = quantization?.dtype ?? dtype;
  const spec =
    quantization !== undefined && isNarrow
      ? { ...given, dtype: 'float32' as const, quantization: { ...quantization, dtype: stored } }
      : given;
  return {
    spec,
    bytes: countNumbers(given.shape) * BYTES[stored],
    isOfOptimizer: given.group === 'optimizer' || /^(optimizer|training)\//i.test(given.name),
  };
}

/** Weights in the order of their bytes, without those of an optimizer. */
export interface TfjsWeights {
  readonly specs: readonly WeightSpec[];
  readonly bytes: ArrayBuffer;
  readonly passedOver: number;
}
