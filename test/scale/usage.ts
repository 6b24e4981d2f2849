/** Told to Node by `--import`: where the process ends, writes what it took to the file that `USAGE_FILE` names. */
import { writeFileSync } from 'node:fs';

const file = process.env.USAGE_FILE;
if (file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const seconds = (userCPUTime + systemCPUTime) / 1e6;
    writeFileSync(file, JSON.stringify({ seconds, megabytes: maxRSS / 1024 }));
  });
}
