/** The engine ended by itself: what happened, and its log for who wants it. */
import { TriangleAlert, X } from 'lucide-react';
import type { EngineFault } from '../../../electron/contract/state.ts';
import { Banner } from '../../parts/banner.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { dismissFault } from '../../state/model-actions.ts';

export function FaultBanner({ fault }: { fault: EngineFault }) {
  return (
    <Banner
      tone="warn"
      icon={<TriangleAlert size={16} aria-hidden="true" />}
      actions={
        <IconButton name="Dismiss" onClick={() => void dismissFault(fault.id)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      }
    >
      <p className="text">{fault.text}</p>
      <Disclosure label="Details">
        <p className="small muted">Ended with {fault.how}.</p>
        <pre className="log" tabIndex={0} role="group" aria-label="The engine's log">
          {fault.log === '' ? 'The engine wrote no log.' : fault.log}
        </pre>
      </Disclosure>
    </Banner>
  );
}
