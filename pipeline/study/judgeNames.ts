/** The names of the judges, apart from the config's schema, for the reason of engineNames.ts. */
export const JUDGE_NAMES = ['kde', 'mixture', 'cnn'] as const;
