/** On what a study was computed: what of a machine and of the project may change its bytes, and what only describes them. */
import { z } from 'zod';

/**
 * The environment of the command that published a study. It is kept apart from the manifest, in `environment.json`: two
 * machines that give the same bytes have the same manifest, and differ here.
 */
export const environmentRecord = z.strictObject({
  engine: z.string(),
  /** The engine's runtime and its version. */
  runtime: z.string(),
  threadsPerModel: z.int(),
  node: z.string(),
  v8: z.string(),
  /** Options that take features of the processor away from V8, in order. */
  v8Flags: z.array(z.string()),
  platform: z.string(),
  processor: z.string(),
  /** The processor's features that arithmetic may use, in order; null where the system does not tell. */
  processorFeatures: z.array(z.string()).nullable(),
  cores: z.int(),
  /** The commit of the source, and whether the source differs from it; null outside a git checkout. */
  commit: z.string().nullable(),
  /** Git's hash of the folder pipeline/ in that commit: the same in every commit that leaves the code as it is. */
  sourceTree: z.string().nullable(),
  isDirty: z.boolean().nullable(),
  /** SHA-256 of package-lock.json; null where there is none. */
  packageLock: z.string().nullable(),
});
export type Environment = z.output<typeof environmentRecord>;
