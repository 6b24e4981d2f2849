/** Holds a study that is there against its lock of results, and writes what came out. */
import { join, relative } from 'node:path';
import type { Study } from '../models/study.ts';
import { exists, prepareFolder, readBytes, removeFile, writeFileAtomic } from '../store/files.ts';
import { assertOutsideStudies, assertOutsideStudy } from '../store/outputs.ts';
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

/**
 * Makes the folder `out` for what {@link verifyStudy} writes. Throws a UserError where it lies in the study or in another one, or
 * cannot be written.
 */
export async function prepareOut(study: Study, out: string): Promise<void> {
  assertOutsideStudy(out, study.folder.root);
  await assertOutsideStudies(out);
  await prepareFolder(out);
}

/** Compares the study with the lock and writes verify.md, verify.xml and pictures of ideas that differ. */
export async function verifyStudy(
  study: Study,
  { lock, lockFile, level, out }: VerifyPlan,
): Promise<Verification> {
  const { summary, damaged, pictures } = await summariseStudy(study);
  const comparison = compareStudies(lock, { ...summary, pictures });
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

/** Removes the pictures that the former verify.md in the folder shows, and no other file, whatever it is called. */
async function removeFormerPictures(out: string): Promise<void> {
  const path = join(out, 'verify.md');
  if (!(await exists(path))) return;
  const markdown = new TextDecoder().decode(await readBytes(path));
  for (const [, file] of markdown.matchAll(/\]\((difference-[\w.-]+\.png)\)/g)) {
    await removeFile(join(out, file!));
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
