/** What is on or off, as people write it. */

/** Words that mean yes and no, in any case. */
const YES = ['1', 'yes', 'true', 'on'];
const NO = ['0', 'no', 'false', 'off', ''];

/** Whether `text` means yes; undefined where it means neither yes nor no. */
export function readSwitch(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : undefined;
}
