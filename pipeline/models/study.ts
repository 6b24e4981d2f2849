/** A study ready to be worked on: its config, its folder, its engine and its models. */
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { readStudyConfig } from '../store/configFile.ts';
import { openStudyFolder, type StudyFolder } from '../store/studyFolder.ts';
import type { StudyConfig } from '../study/config.ts';
import { expandGrid, type Model } from '../study/grid.ts';

/** What all work on a study is given. */
export interface Study {
  readonly config: StudyConfig;
  /** Folder that holds the folders of all studies. */
  readonly artifacts: string;
  /** The file that the config was read from, beside which a lock of its analysis may lie. */
  readonly configFile?: string;
  readonly folder: StudyFolder;
  readonly engine: Engine;
  readonly models: readonly Model[];
}

/** Opens the study of a config that is already validated. */
export async function openStudy(config: StudyConfig, artifacts: string): Promise<Study> {
  return {
    config,
    artifacts,
    folder: openStudyFolder(artifacts, config.name),
    engine: await openEngine(config.engine),
    models: expandGrid(config),
  };
}

/** Reads the config in a file, with overrides, and opens its study. */
export async function openStudyFile(
  path: string,
  overrides: readonly string[],
  artifacts: string,
): Promise<Study> {
  return { ...(await openStudy(await readStudyConfig(path, overrides), artifacts)), configFile: path };
}
