/** Values of the contract's types for the tests of this folder. */
import type { DocumentState } from '../../electron/contract/documents.ts';
import type { Annotation, ImportState, LibraryItem, ReaderDocument } from '../../electron/contract/library.ts';
import { presetParams } from '../../electron/contract/presets.ts';
import type { Mode, ReadingMetrics } from '../../electron/contract/reading.ts';
import type { AppState } from '../../electron/contract/state.ts';

export function someState(more: Partial<AppState> = {}): AppState {
  return {
    engine: {
      kind: 'ready',
      id: 'starter',
      title: 'Starter',
      preset: 'balanced',
      model: {
        path: '/models/starter.gguf',
        description: 'llama',
        name: 'starter',
        layers: 30,
        trainContextSize: 8192,
        contextLimit: 8192,
        threads: 4,
        runtime: { patched: true },
      },
    },
    fault: null,
    activity: null,
    models: [],
    recommendation: null,
    documents: [],
    imports: [],
    libraryRevision: 0,
    settings: { theme: 'system', welcomeClosed: false, model: null },
    machine: { cpu: 'a processor', cores: 4, memoryBytes: 2 ** 34 },
    host: { kind: 'window', version: '0.1.0', paths: true },
    ...more,
  };
}

export function someDocument(more: Partial<DocumentState> = {}): DocumentState {
  return {
    id: 'a',
    name: 'whales.txt',
    path: '/home/ahab/whales.txt',
    kind: 'file',
    characters: 4000,
    files: 1,
    skipped: [],
    skippedCount: 0,
    size: { model: 'starter', documentTokens: 1000, fit: 7600, contextLimit: 8192, fits: true },
    expected: { sparse: null, dense: null },
    readings: { sparse: null, dense: null },
    error: null,
    ...more,
  };
}

export function someReading(mode: Mode, more: Partial<ReadingMetrics> = {}) {
  const metrics: ReadingMetrics = {
    document: 'whales.txt',
    model: 'starter',
    modeAsked: mode,
    mode,
    modeReason: null,
    preset: 'balanced',
    params: presetParams('finer'),
    documentTokens: 1000,
    tokens: 1032,
    tokensRead: 1032,
    microBatches: 1,
    complete: true,
    prefillMs: 2000,
    tokensPerSecond: 516,
    computed: 0.25,
    sparsity: 0.75,
    identifyShare: 0.4,
    keptFraction: 0.12,
    layers: [],
    denseLayers: [],
    speedup: null,
    estimatedSpeedup: null,
    attentionMs: null,
    otherMs: null,
    probeMs: 0,
    ...more,
  };
  return { metrics, inMemory: true };
}

export function someItem(more: Partial<LibraryItem> = {}): LibraryItem {
  return {
    id: 'a',
    title: 'Whales',
    format: 'text',
    path: '/home/ahab/whales.txt',
    original: 'same',
    bytes: 4000,
    characters: 4000,
    pages: null,
    files: 1,
    tags: [],
    collections: [],
    addedAt: 0,
    openedAt: null,
    ...more,
  };
}

export function someImport(more: Partial<ImportState> = {}): ImportState {
  return {
    id: 'i',
    name: 'whales.txt',
    status: 'parsing',
    fraction: null,
    documentId: null,
    duplicate: false,
    error: null,
    ...more,
  };
}

export function someReader(more: Partial<ReaderDocument> = {}): ReaderDocument {
  return {
    id: 'a',
    title: 'Whales',
    format: 'text',
    characters: 4000,
    spans: [],
    outline: [],
    hasOriginal: false,
    ...more,
  };
}

export function someHighlight(more: Partial<Annotation> = {}): Annotation {
  return {
    id: 'h',
    documentId: 'a',
    start: 10,
    end: 20,
    quote: 'white whale',
    note: '',
    colour: 'yellow',
    createdAt: 0,
    ...more,
  };
}
