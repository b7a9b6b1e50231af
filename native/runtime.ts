/**
 * The llama.cpp runtime: the patched build when it is there, otherwise node-llama-cpp's prebuilt binary, dense only,
 * with the reason. The only file that knows the names of the addon's added methods.
 */
import { getLlama, LlamaLogLevel, type Llama, type LlamaContext } from 'node-llama-cpp';
import { linkBuild } from './compile/link.ts';
import {
  REASONS,
  type DecodeProgress,
  type HeadCounts,
  type LayerStats,
  type PrefillSetting,
  type ProbeCounts,
} from './settings.ts';

export interface Runtime {
  llama: Llama;
  /** True when sparse prefill, abort and progress inside a micro-batch are available. */
  patched: boolean;
  /** Why the prebuilt binary runs instead, in one sentence; absent when patched. */
  unpatchedReason?: string;
}

export interface RuntimeOptions {
  /** Threads for computing; default: the machine's math cores. */
  threads?: number;
  /** Receives llama.cpp's own log lines of level warn and above. */
  onLog?: (level: string, line: string) => void;
}

/** ANCHORITE_RUNTIME=prebuilt asks for node-llama-cpp's own binary, to tell whether a fault is ours. */
function prebuiltWanted(): boolean {
  return process.env['ANCHORITE_RUNTIME'] === 'prebuilt';
}

/** Whether the loaded addon is ours: where ours fails to load, `getLlama` may take another local build without a word. */
function hasAnchor(llama: Llama): boolean {
  const { _bindings } = llama as unknown as { _bindings: { AddonContext?: { prototype: object } } };
  return 'anchorSet' in (_bindings.AddonContext?.prototype ?? {});
}

/**
 * Opens the runtime. Never falls back unnoticed: `patched` is read from what was really loaded.
 * @throws when neither the patched nor the prebuilt binary loads.
 */
export async function openRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const base = {
    gpu: false as const,
    logLevel: LlamaLogLevel.warn,
    logger: (level: LlamaLogLevel, message: string) => options.onLog?.(level, message),
    skipDownload: true,
    progressLogs: false as const,
    ...(options.threads === undefined ? {} : { maxThreads: options.threads }),
  };
  const link = prebuiltWanted()
    ? { linked: false as const, reason: "ANCHORITE_RUNTIME=prebuilt asks for node-llama-cpp's own binary" }
    : linkBuild();
  let unpatchedReason = link.linked ? undefined : link.reason;
  if (link.linked) {
    const llama = await getLlama('lastBuild', { ...base, usePrebuiltBinaries: true }).catch(() => null);
    if (llama?.buildType === 'localBuild' && hasAnchor(llama)) return { llama, patched: true };
    await llama?.dispose();
    unpatchedReason = 'the patched llama.cpp build is there but did not load; run `npm run build:native` to see why';
  }
  const llama = await getLlama({ ...base, build: 'never', usePrebuiltBinaries: true });
  return { llama, patched: false, ...(unpatchedReason === undefined ? {} : { unpatchedReason }) };
}

interface PatchedContext {
  anchorSet?: (setting: object) => void;
  anchorStop?: (stop: boolean) => void;
  anchorProgress?: () => Float64Array;
  anchorStats?: () => Float64Array;
  anchorOutputs?: (rows: number) => void;
  anchorLogits?: (first: number, count: number) => Float32Array;
}

function patchedContext(context: LlamaContext): PatchedContext {
  return (context as unknown as { _ctx: PatchedContext })._ctx;
}

/** Sets what the next decodes of `context` do. Call between decodes. A no-op on an unpatched runtime when `sparse` is false. */
export function setPrefill(context: LlamaContext, setting: PrefillSetting): void {
  const native = patchedContext(context);
  if (native.anchorSet !== undefined) {
    native.anchorSet({
      ...setting.params,
      reference: setting.params.reference === 'lse' ? 1 : 0,
      identify: setting.params.identify === 'f32' ? 1 : 0,
      sparse: setting.sparse,
      denseTimedLayers: [...setting.denseTimedLayers],
      gainKeys: setting.gainKeys ?? 0,
      probeShare: Math.round((setting.probeShare ?? 0) * 10_000),
    });
  } else if (setting.sparse) {
    throw new Error('sparse prefill needs the patched llama.cpp build');
  }
}

/**
 * Asks the decode in flight to stop (true), or allows decodes again (false). Safe during a decode. While it is true every
 * decode rejects; the KV cache is left at the last whole micro-batch. Without the patch it has no effect.
 */
export function setStop(context: LlamaContext, stop: boolean): void {
  patchedContext(context).anchorStop?.(stop);
}

/** Progress of the decode in flight, or undefined without the patch. Safe during a decode. */
export function decodeProgress(context: LlamaContext): DecodeProgress | undefined {
  const values = patchedContext(context).anchorProgress?.();
  return values === undefined ? undefined : { done: values[0] ?? 0, total: values[1] ?? 0 };
}

/**
 * Has later decodes of `context` compute the logits of their last `rows` rows, for `outputLogits`; 0 ends it. Call between
 * decodes. llama.cpp keeps 4 bytes a row and token of the vocabulary for them.
 * @throws Error without the patch.
 */
export function setOutputRows(context: LlamaContext, rows: number): void {
  const native = patchedContext(context);
  if (native.anchorOutputs === undefined) throw new Error('logits of many rows need the patched llama.cpp build');
  native.anchorOutputs(rows);
}

/**
 * A copy of the logits of rows [first, first + count) of those that `setOutputRows` asked for, of the last decode: one row after
 * the other, each as long as the vocabulary. Call between decodes.
 * @throws RangeError when the last decode had fewer rows; Error without the patch.
 */
export function outputLogits(context: LlamaContext, first: number, count: number): Float32Array {
  const logits = patchedContext(context).anchorLogits?.(first, count);
  if (logits === undefined) throw new Error('logits of many rows need the patched llama.cpp build');
  return logits;
}

const LAYER_FIELDS = 17;
const BILLIONTH = 1e-9;
const HEAD_FIELDS = 6;

/** Counters of every attention layer in the last micro-batch; call between decodes. Empty without the patch. */
export function layerStats(context: LlamaContext): LayerStats[] {
  const flat = patchedContext(context).anchorStats?.();
  if (flat === undefined) return [];
  const layers: LayerStats[] = [];
  let at = 0;
  const next = () => flat[at++] ?? 0;
  while (at + LAYER_FIELDS <= flat.length) {
    const layer = next();
    const reason = REASONS[next()] ?? 'graph';
    const [rows, past, wallUs, anchorUs, identifyUs, attendUs, denseUs, headCount] = [
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
      next(),
    ] as const;
    const probe: ProbeCounts = {
      us: next(),
      rows: next(),
      pairs: next(),
      recallSum: next() * BILLIONTH,
      recallLow: next() * BILLIONTH,
      errorSum: next() * BILLIONTH,
      errorHigh: next() * BILLIONTH,
    };
    const heads: HeadCounts[] = [];
    for (let head = 0; head < headCount && at + HEAD_FIELDS <= flat.length; head++) {
      heads.push({
        pairsCausal: next(),
        pairsAnchor: next(),
        pairsIdentify: next(),
        pairsAttend: next(),
        stripesKept: next(),
        stripesCandidates: next(),
      });
    }
    const times = { wallUs, anchorUs, identifyUs, attendUs, denseUs };
    layers.push({ layer, reason, rows, past, ...times, heads, probe: probe.rows > 0 ? probe : null });
  }
  return layers;
}
