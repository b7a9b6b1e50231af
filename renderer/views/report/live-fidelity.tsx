/** How near a sparse reading came to a dense one: checked on this document, and measured for its preset beforehand. */
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { lossExplained, lossText } from '../reading/preset-words.ts';
import { Facts } from './facts.tsx';
import { fidelityFacts } from './reading-facts.ts';

export function LiveFidelity({ metrics: { fidelity, calibratedLoss, preset } }: { metrics: ReadingMetrics }) {
  return (
    <section>
      <h3>Compared with dense attention</h3>
      {fidelity ? (
        <Facts facts={fidelityFacts(fidelity)} />
      ) : (
        <p className="small muted">Nothing of this reading was compared: it had no rows that could leave keys out.</p>
      )}
      <p className="small muted num below">
        {calibratedLoss
          ? `Preset ${preset}, chosen by the calibration of this model: ${lossText(calibratedLoss)}. ${lossExplained(calibratedLoss)}`
          : `Preset ${preset}: what it loses with this model was not measured.`}
      </p>
    </section>
  );
}
