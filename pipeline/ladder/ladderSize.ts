/** How many images a ladder may have: what the command offers, apart from the ladder itself, which takes long to load. */

/** Images of each kind that is made from digits, with which every rung has at least 500; fewer are a small run. */
export const WHOLE_RUN = 500;

/** How many times as many images rung 9 has as other rungs, since all is held against them. */
export const REAL_TIMES = 4;

/** The most images of each kind: rung 9 has several times as many, of 10,000 test digits. */
export const MOST_IMAGES = 10_000 / REAL_TIMES;
