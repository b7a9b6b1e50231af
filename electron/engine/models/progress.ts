import type { ModelProgress } from '../../contract/models.ts';

export type OnModelProgress = (progress: ModelProgress) => void;
