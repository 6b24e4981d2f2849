/**
 * The published form of a statement of provenance, written down from two specifications, no field left out and none added:
 * in-toto Statement v1 with ResourceDescriptor, DigestSet and the field types (github.com/in-toto/attestation, spec/v1/), and
 * the predicate SLSA Provenance v1 (slsa.dev/spec/v1.0/provenance, with the fields that SLSA Build L1 requires).
 * Consumers ignore fields that they do not know; here they are refused, for a producer who writes one has misspelt another.
 */
import { z } from 'zod';

/** RFC 3986 with the scheme in lower case. */
const uri = z.string().regex(/^[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/, 'a URI');

/** RFC 3339 in UTC. */
const timestamp = z.iso.datetime({ offset: false });

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const gitObject = z.union([hex(40), hex(64)]);

/** Algorithms other than those that the project uses are left out. */
const digestSet = z
  .strictObject({ sha256: hex(64), gitCommit: gitObject, gitTree: gitObject })
  .partial()
  .refine((digests) => Object.keys(digests).length > 0, 'one digest at least');

const jsonObject = z.record(z.string(), z.json());

const resourceDescriptor = z
  .strictObject({
    name: z.string(),
    uri,
    digest: digestSet,
    content: z.base64(),
    downloadLocation: uri,
    mediaType: z.string(),
    annotations: jsonObject,
  })
  .partial()
  .refine(
    ({ uri: where, digest, content }) => (where ?? digest ?? content) !== undefined,
    'uri, digest or content',
  );

const provenance = z.strictObject({
  buildDefinition: z.strictObject({
    buildType: uri,
    externalParameters: jsonObject,
    internalParameters: jsonObject.optional(),
    resolvedDependencies: z.array(resourceDescriptor).optional(),
  }),
  runDetails: z.strictObject({
    builder: z.strictObject({
      id: uri,
      builderDependencies: z.array(resourceDescriptor).optional(),
      version: z.record(z.string(), z.string()).optional(),
    }),
    metadata: z
      .strictObject({ invocationId: z.string(), startedOn: timestamp, finishedOn: timestamp })
      .partial()
      .optional(),
    byproducts: z.array(resourceDescriptor).optional(),
  }),
});

/** An in-toto statement of SLSA provenance. */
export const provenanceStatement = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z
    .array(resourceDescriptor)
    .min(1)
    .refine((all) => all.every(({ digest }) => digest !== undefined), 'a digest of each')
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names that differ'),
  predicateType: z.literal('https://slsa.dev/provenance/v1'),
  predicate: provenance,
});
export type ProvenanceStatement = z.output<typeof provenanceStatement>;
