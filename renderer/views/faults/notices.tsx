/** What stands in the way, above whatever is shown: connection, engine, faults. */
import { CircleAlert, LoaderCircle, Unplug } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { asSentence, formatProgress } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';
import { setModelsOpen } from '../../state/layout-actions.ts';
import { startEngine } from '../../state/model-actions.ts';
import { useStore } from '../../state/store.ts';
import { FaultBanner } from './fault-banner.tsx';

export function Notices({ app }: { app: AppState }) {
  const lost = useStore((state) => state.connection === 'lost');
  const problem = useStore((state) => state.problem);
  return (
    <>
      {lost && (
        <Banner tone="warn" icon={<Unplug size={16} aria-hidden="true" />}>
          <p className="text">The connection to Anchorite is lost. {problem} What you typed stays here.</p>
        </Banner>
      )}
      {app.fault !== null && <FaultBanner fault={app.fault} />}
      <EngineNotice app={app} />
    </>
  );
}

const again = (
  <Button size="small" onClick={() => void startEngine()}>
    Try again
  </Button>
);
const another = (
  <Button size="small" onClick={() => setModelsOpen(true)}>
    Use another model
  </Button>
);

function EngineNotice({ app: { engine } }: { app: AppState }) {
  switch (engine.kind) {
    case 'ready':
    case 'no-model':
      return null;
    case 'starting':
      return (
        <Banner icon={<LoaderCircle size={16} className="spin" aria-hidden="true" />}>
          <p className="text">Starting the engine…</p>
        </Banner>
      );
    case 'loading':
      return (
        <Banner silent icon={<LoaderCircle size={16} className="spin" aria-hidden="true" />}>
          <p className="text num loading-line">
            <span className="truncate" role="status">
              Loading {engine.model}
            </span>
            <span>{formatProgress(engine.fraction)}</span>
          </p>
          <Meter share={engine.fraction} name={`Loading ${engine.model}`} />
        </Banner>
      );
    case 'model-failed':
      return (
        <Banner
          tone="bad"
          icon={<CircleAlert size={16} aria-hidden="true" />}
          actions={
            <>
              {again}
              {another}
            </>
          }
        >
          <p className="text">
            <strong>{engine.model} could not be loaded.</strong> {asSentence(engine.error.message)}
          </p>
        </Banner>
      );
    case 'stopped':
      return (
        <Banner
          tone="bad"
          icon={<CircleAlert size={16} aria-hidden="true" />}
          actions={
            <>
              {again}
              {another}
            </>
          }
        >
          <p className="text">
            <strong>The engine has stopped.</strong> {asSentence(engine.how)}
          </p>
        </Banner>
      );
  }
}
