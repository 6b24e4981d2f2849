/** A study that a step can work on in a second or two, in this process: 120 real digits, tiny models. */
import { join } from 'node:path';
import { withPanel } from '../../pipeline/judging/frozenPanel.ts';
import { scoreModels } from '../../pipeline/models/ideaScores.ts';
import { keepSearched, readModelStates } from '../../pipeline/models/modelState.ts';
import { openStudy, type Study } from '../../pipeline/models/study.ts';
import { ensureDataset, type StudyData } from '../../pipeline/models/studyDataset.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { readDigits } from '../judging/digits.ts';
import { writeIdxFolder } from '../store/madeImages.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';

/** What tests change of the study. */
export interface Changes {
  readonly epochs?: number;
  readonly passes?: number;
  readonly start?: string;
  readonly hidden?: readonly number[];
  /** The cnn alone unless given: it opens in a moment. */
  readonly judges?: readonly string[];
  readonly experiments?: unknown;
  /** Further sections of the config. */
  readonly sections?: object;
}

/** A study with its images, and its like with other settings in the same folder. */
export interface SmallStudy {
  readonly study: Study;
  readonly data: StudyData;
  change(changes: Changes): Promise<Study>;
}

/** Scores what has no score yet; gives the number of models. */
export function score(study: Study, data: StudyData): Promise<number> {
  return withPanel(study, async (panel) =>
    scoreModels(study, data, keepSearched(await readModelStates(study, data)), panel),
  );
}

/**
 * Opens the study in a folder, a temporary one of the running test unless given: hidden 3 and 4, batch 60, one seed, one
 * epoch, one pass; dark on white where it is inverted.
 */
export async function openSmallStudy(given?: string, isInverted = false): Promise<SmallStudy> {
  const folder = given ?? (await openTemporaryFolder());
  const source = join(folder, 'source');
  const digits = (set: 'train' | 't10k', count: number) => {
    const { images, labels } = readDigits(set, 0, count);
    return { images: isInverted ? images.map((value) => 255 - value) : images, labels };
  };
  await writeIdxFolder(source, digits('train', 120), digits('t10k', 20));
  const change = ({
    epochs = 1,
    passes = 1,
    start = 'article',
    hidden = [3, 4],
    judges = ['cnn'],
    experiments = {},
    sections = {},
  }: Changes): Promise<Study> =>
    openStudy(
      parseStudyConfig(
        {
          name: 'small',
          dataset: { source: `idx:${source}` },
          grid: { hidden, batch: [60], seeds: [0] },
          training: { epochs },
          search: { passes, start },
          judging: { judges },
          experiments,
          ...sections,
        },
        'test',
      ),
      join(folder, 'artifacts'),
    );
  const study = await change({});
  return { study, data: (await ensureDataset(study)).data, change };
}
