/** Models beside the grid: what they are there for. */

/**
 * scaled and tuned: for the arms of these names; shuffled and noise: controls, trained on shuffled labels and on noisy images;
 * dose: trained to have smaller input gradients.
 */
export const SIDE_PARTS = ['scaled', 'tuned', 'shuffled', 'noise', 'dose'] as const;
export type SidePart = (typeof SIDE_PARTS)[number];
