/** The names of the judges and of their families, apart from the config's schema, which takes longer to load than a `--help` takes to print. */

/** Every judge, in the order in which results list them. */
export const JUDGE_NAMES = ['cnn', 'mixture'] as const;
export type JudgeName = (typeof JUDGE_NAMES)[number];

/**
 * The families: readers that see in different ways. A score is pooled within each family first, then over families with
 * equal weight, so that a relative of a judge adds nothing to its weight.
 */
export const FAMILIES = ['network', 'density'] as const;
export type Family = (typeof FAMILIES)[number];

/** The family of each judge. */
export const FAMILY_OF: Readonly<Record<JudgeName, Family>> = { cnn: 'network', mixture: 'density' };
