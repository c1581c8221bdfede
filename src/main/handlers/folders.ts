/** Why this file exists: where things lie in Loupe's home folder. */
import { join } from 'node:path';

export interface Folders {
  home: string;
  /** `catalog.db`, its lock and its backups. */
  catalog: string;
  /** Model folders, one for each content id. */
  models: string;
  /** Evaluation reports. */
  reports: string;
  /** Copies of imported images under their SHA-256. */
  images: string;
  /** Caches; emptied without loss. */
  thumbnails: string;
  maps: string;
  /** Checkpoints and other files of jobs under way, one folder for each run. */
  work: string;
}

/** The folders of `home`; makes none of them. */
export function foldersOf(home: string): Folders {
  return {
    home,
    catalog: join(home, 'catalog'),
    models: join(home, 'models'),
    reports: join(home, 'reports'),
    images: join(home, 'images'),
    thumbnails: join(home, 'cache', 'thumbnails'),
    maps: join(home, 'cache', 'maps'),
    work: join(home, 'work'),
  };
}
