/** Holds a study that is there against its lock of results, and writes what came out. */
import { join, relative } from 'node:path';
import type { Study } from '../models/study.ts';
import { listFiles } from '../store/fileList.ts';
import { exists, removeFile, writeFileAtomic } from '../store/files.ts';
import { unpackImages } from '../store/packedImages.ts';
import { compareStudies, type Difference } from './compare.ts';
import { renderJunit } from './junit.ts';
import { bestLevel, type Level } from './levels.ts';
import { countOtherPixels, drawDifference } from './pictures.ts';
import { explain } from './reasons.ts';
import type { ResultsLock } from './resultsLock.ts';
import { pathOf } from './stages.ts';
import { readImage, summariseStudy } from './summariseStudy.ts';
import type { DifferencePicture, Verification } from './verification.ts';
import { renderVerifyMarkdown } from './verifyMarkdown.ts';

/** What to hold a study against, and where to. */
export interface VerifyPlan {
  readonly lock: ResultsLock;
  readonly lockFile: string;
  /** The level that is asked for; the best that can be asked here unless given. */
  readonly level?: Level | undefined;
  /** Folder of verify.md, verify.xml and the pictures. */
  readonly out: string;
}

/** Pictures that are drawn at most. */
const MOST_PICTURES = 20;

/** Compares the study with the lock and writes verify.md, verify.xml and pictures of ideas that differ. */
export async function verifyStudy(
  study: Study,
  { lock, lockFile, level, out }: VerifyPlan,
): Promise<Verification> {
  const { summary, damaged } = await summariseStudy(study);
  const comparison = compareStudies(lock, summary);
  await removeFormerPictures(out);
  const verification: Verification = {
    study: study.config.name,
    lockFile: relative('.', lockFile),
    asked: level ?? bestLevel(lock.environment, summary.environment),
    comparison,
    reasons: explain(lock, summary, comparison, { damaged }),
    pictures: await drawIdeas(study, lock, comparison.differences, out),
  };
  await writeFileAtomic(join(out, 'verify.md'), renderVerifyMarkdown(verification));
  await writeFileAtomic(join(out, 'verify.xml'), renderJunit(verification));
  return verification;
}

async function removeFormerPictures(out: string): Promise<void> {
  if (!(await exists(out))) return;
  for (const path of await listFiles(out)) {
    if (/^difference-.*\.png$/.test(path)) await removeFile(join(out, path));
  }
}

/** Draws the ideas that differ and whose expected images the lock has. */
async function drawIdeas(
  study: Study,
  lock: ResultsLock,
  differences: readonly Difference[],
  out: string,
): Promise<DifferencePicture[]> {
  const pictures: DifferencePicture[] = [];
  for (const difference of differences) {
    const { stage, model, artifact } = difference;
    const bits = stage === 'ideas' ? lock.stages.ideas[model]?.images?.[artifact] : undefined;
    if (bits === undefined || pictures.length === MOST_PICTURES) continue;
    const path = pathOf(difference);
    const found = await readImage(join(study.folder.root, path));
    if (found === null) continue;
    const [expected] = unpackImages(Buffer.from(bits, 'base64'), 1, path);
    const file = `difference-${model}-${artifact.replace(/^ideas\/|\.vf$/g, '')}.png`;
    await writeFileAtomic(join(out, file), drawDifference(expected!, found));
    pictures.push({ file, path, pixels: countOtherPixels(expected!, found) });
  }
  return pictures;
}
