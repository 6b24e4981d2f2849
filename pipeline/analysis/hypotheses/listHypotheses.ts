/** The hypotheses, in the order in which they are tested and told. */
import type { Hypothesis } from '../hypothesis.ts';
import { H1 } from './h1.ts';
import { H2 } from './h2.ts';
import { H3 } from './h3.ts';
import { H4 } from './h4.ts';
import { H5 } from './h5.ts';
import { H6 } from './h6.ts';

/** The positive control first, then whether an effect is the image's, what there is, how much of it time explains, and why. */
export const HYPOTHESES: readonly Hypothesis[] = [H6, H5, H1, H2, H3, H4];
