import type { ModelEntry } from '../catalogue.ts';
import type { OnModelProgress } from '../progress.ts';

/** What a source is asked to fetch, and where it may work. */
export interface SourceJob {
  entry: ModelEntry;
  /** A folder of the source's own, kept between tries until the model is there. */
  folder: string;
  onProgress: OnModelProgress;
  signal: AbortSignal | undefined;
}

/** What a source made. */
export interface Fetched {
  /** The file, inside the job's folder, ready to be checked and moved. */
  path: string;
  /** The checksum that the file must have; undefined only where neither the catalogue nor the source knows one. */
  sha256: string | undefined;
}
