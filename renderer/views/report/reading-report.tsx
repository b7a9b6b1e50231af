/** One reading: what came out, in order of what is asked first. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { withStop, formatCount, formatProgress } from '../../parts/format.ts';
import { AttentionShare } from './attention-share.tsx';
import { DenseLayers } from './dense-layers.tsx';
import { Facts } from './facts.tsx';
import { HeatMap } from './heat-map.tsx';
import { LiveFidelity } from './live-fidelity.tsx';
import { presetFacts, readingFacts } from './reading-facts.ts';
import { SpeedupCard } from './speedup-card.tsx';

interface Props {
  metrics: ReadingMetrics;
  inMemory: boolean;
  /** The comparison above tells the measured speedup already. */
  compared: boolean;
  /** What can be read next, straight after the speedup that it would measure. */
  next: ReactNode;
}

export function ReadingReport({ metrics, inMemory, compared, next }: Props) {
  const { complete, modeReason, modeAsked, tokensRead, tokens } = metrics;
  return (
    <>
      <p className="read-by small muted truncate" title={metrics.model}>
        Read by {metrics.model}
      </p>
      {!complete && (
        <p className="note small num">
          Partly read: {formatCount(tokensRead)} of {formatCount(tokens)} tokens, {formatProgress(tokensRead / tokens)}.
        </p>
      )}
      {complete && !inMemory && (
        <p className="note small">No longer in memory: the next question reads the document again.</p>
      )}
      {modeReason !== null && (
        <div className="note warn">
          <CircleAlert size={16} aria-hidden="true" />
          <p className="small">Ran dense though sparse was asked for: {withStop(modeReason.text)}</p>
        </div>
      )}
      {modeAsked === 'sparse' && !compared && complete && <SpeedupCard metrics={metrics} />}
      {next}
      <Facts facts={readingFacts(metrics)} />
      {metrics.mode === 'sparse' && <LiveFidelity metrics={metrics} />}
      <AttentionShare metrics={metrics} />
      {metrics.mode === 'sparse' && (
        <section>
          <h3>Kept by layer and head</h3>
          <HeatMap layers={metrics.layers} />
        </section>
      )}
      {metrics.denseLayers.length > 0 && (
        <section>
          <h3>Layers that ran dense</h3>
          <DenseLayers metrics={metrics} />
        </section>
      )}
      {modeAsked === 'sparse' && (
        <Disclosure label={`Parameters of the preset ${metrics.preset}`}>
          <Facts facts={presetFacts(metrics.params)} />
        </Disclosure>
      )}
    </>
  );
}
