/** The names of the judges, apart from the config's schema, which takes longer to load than a `--help` takes to print. */
export const JUDGE_NAMES = ['kde', 'mixture', 'cnn'] as const;
