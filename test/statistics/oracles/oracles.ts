/** What other programs and NIST say, as it was stored. */
import anova from './anova.json' with { type: 'json' };
import lme4 from './lme4.json' with { type: 'json' };
import peers from './peers.json' with { type: 'json' };

export { anova, lme4, peers };

/** The 18,009 values of SmLs09 by its rule, in groups. */
export function smLs09(): number[][] {
  return [0.4, 0.3, 0.5, 0.3, 0.5, 0.3, 0.5, 0.3, 0.5].map((centre) => [
    1e12 + centre,
    ...Array.from({ length: 2000 }, (_, at) => 1e12 + centre + (at % 2 === 0 ? -0.1 : 0.1)),
  ]);
}
