/** What the loaded engine can do: read sparse, or dense only and why. */
import type { EngineState } from '../../../electron/contract/state.ts';
import { asSentence } from '../../parts/format.ts';

export function RuntimeLine({ engine }: { engine: EngineState }) {
  if (engine.kind !== 'ready') return <span />;
  const { patched, unpatchedReason } = engine.model.runtime;
  return (
    <p className="muted small runtime">
      {patched
        ? `Runtime: patched llama.cpp, reads sparse and dense, ${engine.model.threads} threads.`
        : `Runtime: dense only. ${asSentence(unpatchedReason ?? 'this build of llama.cpp is not patched')}`}
    </p>
  );
}
