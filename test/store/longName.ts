/** Characters that a file's name may have on usual disks. */
const MOST = 255;

/** A name with this ending that can be written under a temporary name (files.ts), as one of four characters more cannot. */
export function longName(ending: string): string {
  // `.NAME.PROCESS-NUMBER.tmp`, the number of at most three figures.
  const around = `..${process.pid}-999.tmp`.length;
  return 'n'.repeat(MOST - around - ending.length) + ending;
}
