/** A study ready to be worked on: its config, its folder, its engine and its models. */
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/openEngine.ts';
import { readStudyConfig } from '../store/configFile.ts';
import { openStudyFolder, type StudyFolder } from '../store/studyFolder.ts';
import type { StudyConfig } from '../study/config.ts';
import { listStudyModels } from '../study/givenModels.ts';
import type { Model } from '../study/grid.ts';
import { listSideModels, type SideModel } from '../study/sideModels.ts';

/** What all work on a study is given. */
export interface Study {
  readonly config: StudyConfig;
  /** Folder that holds the folders of all studies. */
  readonly artifacts: string;
  /** The file that the config was read from, beside which a lock of its analysis may lie. */
  readonly configFile?: string;
  readonly folder: StudyFolder;
  /** On a worker of a queue: the folder with the files of given models, a folder by name each. */
  readonly carried?: string | undefined;
  readonly engine: Engine;
  /** Those of the grid, or those that are given. */
  readonly models: readonly Model[];
  /** Those beside it, which arms, controls and doses take. */
  readonly sideModels: readonly SideModel[];
}

/** Every model that a study trains: those of the grid, then those beside it. */
export function listAllModels({
  models,
  sideModels,
}: Pick<Study, 'models' | 'sideModels'>): readonly Model[] {
  return [...models, ...sideModels];
}

/** Opens the study of a config that is already validated; its given models are read from the folder `carried`, if any. */
export async function openStudy(config: StudyConfig, artifacts: string, carried?: string): Promise<Study> {
  return {
    config,
    artifacts,
    carried,
    folder: openStudyFolder(artifacts, config.name),
    engine: await openEngine(config.engine),
    models: listStudyModels(config),
    sideModels: listSideModels(config),
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

/** The version of an engine's library, as it is installed here. */
export async function openRuntime(engine: StudyConfig['engine']): Promise<string> {
  return (await openEngine(engine)).version;
}
