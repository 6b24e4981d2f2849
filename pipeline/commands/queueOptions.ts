/** The options by which a sweep and its workers find each other. */
import type { OptionTable } from './commandWords.ts';

/** Where the queue and the store are; secrets come from the environment or files. */
export const QUEUE_OPTIONS = {
  queue: {
    type: 'string',
    requiresArg: true,
    describe:
      'A Redis or Valkey through which models are given to workers: redis://HOST:PORT, or rediss:// for TLS; user and password are in DIGIT_IDEAS_QUEUE_USERNAME and DIGIT_IDEAS_QUEUE_PASSWORD or a file that DIGIT_IDEAS_QUEUE_PASSWORD_FILE names',
  },
  store: {
    type: 'string',
    requiresArg: true,
    describe:
      'Where workers put computed models: a folder that all machines see, or s3://BUCKET/PREFIX, with credentials as AWS tools take them',
  },
} as const satisfies OptionTable;

/** Which workers compute a study of a queue. */
export const STRICT_OPTION = {
  strict: {
    type: 'boolean',
    default: false,
    describe:
      'With --queue: only workers whose processor has the features of this one, for the same bytes from native libraries',
  },
} as const satisfies OptionTable;
