/** The article's claims, in its order. */
import type { Hypothesis } from '../hypothesis.ts';
import { C1 } from './c1.ts';
import { C2 } from './c2.ts';
import { C3 } from './c3.ts';
import { C4 } from './c4.ts';
import { C5 } from './c5.ts';

export const CLAIMS: readonly Hypothesis[] = [C1, C2, C3, C4, C5];
