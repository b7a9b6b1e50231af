/** Which readings of which document are in the engine's memory, and what each reported. */
import type { DocumentState } from '../contract/documents.ts';
import type { Result } from '../contract/engine.ts';
import type { Mode, ReadDocumentResult, ReadingMetrics } from '../contract/reading.ts';
import type { Documents, OpenDocument } from './documents.ts';

type DocumentReadings = DocumentState['readings'];

const MODES = ['sparse', 'dense'] as const satisfies readonly Mode[];
const OTHER = { sparse: 'dense', dense: 'sparse' } as const;

export class Readings {
  readonly #documents: Documents;
  /** The document that the engine's caches are of. */
  #cached: OpenDocument | null = null;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** The engine has begun to read this document: what it had of another one is gone. */
  began(document: OpenDocument): void {
    if (this.#cached?.id === document.id && this.#cached.textKey === document.textKey) return;
    this.lost();
    this.#cached = document;
  }

  /** A report of a reading under way. */
  reported(document: OpenDocument, metrics: ReadingMetrics): void {
    this.began(document);
    this.#put(document, { [metrics.modeAsked]: { metrics, inMemory: metrics.complete } });
  }

  /**
   * The end of a reading. A speedup that is measured now holds for the other mode's report as well where it is the quotient of
   * just these two: the other one may be of another preset or of an earlier engine. What is in memory the engine tells itself.
   */
  finished(document: OpenDocument, { metrics }: ReadDocumentResult): void {
    this.reported(document, metrics);
    if (metrics.speedup?.kind !== 'measured' || !this.#documents.holds(document)) return;
    const mode = OTHER[metrics.modeAsked];
    const other = this.#documents.stateOf(document.id).readings[mode];
    if (other === null || other.inMemory || !other.metrics.complete || other.metrics.model !== metrics.model) return;
    const [sparse, dense] = metrics.modeAsked === 'sparse' ? [metrics, other.metrics] : [other.metrics, metrics];
    if (!isQuotient(metrics.speedup.value, sparse, dense)) return;
    this.#put(document, { [mode]: { ...other, metrics: { ...other.metrics, speedup: metrics.speedup } } });
  }

  /** Takes over what the engine says of its caches, after work that may have ended anywhere. */
  sync(held: Result<'status'>['readings']): void {
    const cached = this.#cached;
    if (cached === null) return;
    const change: Partial<DocumentReadings> = {};
    for (const mode of MODES) {
      const metrics = held[mode]?.metrics;
      if (metrics !== undefined && metrics.tokensRead > 0) change[mode] = { metrics, inMemory: metrics.complete };
      else if (this.#documents.holds(cached)) {
        change[mode] = withoutMemory(this.#documents.stateOf(cached.id).readings[mode]);
      }
    }
    this.#put(cached, change);
  }

  /** Nothing is in the engine's memory any more. */
  lost(): void {
    this.#cached = null;
    this.#documents.patchAll(({ readings }) => ({
      readings: { sparse: withoutMemory(readings.sparse), dense: withoutMemory(readings.dense) },
    }));
  }

  #put(document: OpenDocument, change: Partial<DocumentReadings>): void {
    if (!this.#documents.holds(document)) return;
    const { readings } = this.#documents.stateOf(document.id);
    this.#documents.patch(document, { readings: { ...readings, ...change } });
  }
}

/** Whether a measured speedup was measured on these two readings. The engine leaves the dense probes out in the same way. */
function isQuotient(speedup: number, sparse: ReadingMetrics, dense: ReadingMetrics): boolean {
  const quotient = (dense.prefillMs - dense.probeMs) / (sparse.prefillMs - sparse.probeMs);
  return Math.abs(speedup - quotient) <= 1e-9 * quotient;
}

/** A report outlives its cache; a part of a reading that cannot be gone on with is worth nothing. */
function withoutMemory(reading: DocumentReadings['sparse']): DocumentReadings['sparse'] {
  return reading?.metrics.complete === true ? { ...reading, inMemory: false } : null;
}
