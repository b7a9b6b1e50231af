/**
 * How far the making of a model's file has come. `wait`: another process downloads the same model; `connect`: a source is asked;
 * `download`: bytes arrive; `check`: the file's checksum is computed.
 */
export interface ModelProgress {
  /** The catalogue's id. */
  model: string;
  phase: 'wait' | 'connect' | 'download' | 'check';
  /** Bytes of this phase done, and in all. During a download through pip the bytes of a part in flight are an estimate. */
  bytesDone: number;
  bytesTotal: number;
  /** Which part of how many is in flight, from 1; absent when the source has the file whole. */
  part?: number;
  parts?: number;
}

export type OnModelProgress = (progress: ModelProgress) => void;
