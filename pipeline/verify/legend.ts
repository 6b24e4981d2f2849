/** What the colours of a picture of a difference say, for who looks at it. */
export const LEGEND =
  'expected, found, and the difference: orange where ink is gone or less, blue where it is new or more';
