/** The right panel: what the readings of the selected document did. */
import { X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { Mode } from '../../../electron/contract/reading.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { withStop } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { completeReading, currentMode, documentKey } from '../../state/document-status.ts';
import { toggleReport } from '../../state/layout-actions.ts';
import { useStore } from '../../state/store.ts';
import { Comparison } from './comparison.tsx';
import { compareReadings } from './readings-compared.ts';
import { ReadNext, ReadOtherPreset, ReadThisWay } from './read-again.tsx';
import { ReadingReport } from './reading-report.tsx';

const MODES = [
  ['sparse', 'Sparse'],
  ['dense', 'Dense'],
] as const;

export function ReportPanel({ app, document }: { app: AppState; document: DocumentState }) {
  const key = documentKey(document);
  const mode = currentMode(
    app,
    document,
    useStore((state) => state.modes[key]),
  );
  // A tab that was chosen holds until the mode that answers changes: then the report follows it.
  const [chosen, setChosen] = useState<{ tab: Mode; under: Mode } | null>(null);
  const tab = chosen?.under === mode ? chosen.tab : mode;
  const sparse = completeReading(document, 'sparse');
  const dense = completeReading(document, 'dense');
  const compared = sparse !== null && dense !== null ? compareReadings(sparse.metrics, dense.metrics) : null;
  return (
    <aside className="report" aria-label="Report of the reading">
      <header>
        <h2>Report</h2>
        <IconButton name="Close the report" size="small" onClick={toggleReport}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </header>
      <Tabs.Root
        className="report-tabs"
        value={tab}
        onValueChange={(value) => setChosen({ tab: value as Mode, under: mode })}
      >
        <Tabs.List className="segmented" aria-label="Reading">
          {MODES.map(([value, label]) => (
            <Tabs.Trigger key={value} value={value}>
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {MODES.map(([value]) => (
          <Tabs.Content key={value} value={value} className="report-body">
            {document.error !== null && (
              <p className="note bad small">The latest try failed: {withStop(document.error.message)}</p>
            )}
            {sparse !== null && dense !== null && compared !== null && (
              <Comparison sparse={sparse.metrics} dense={dense.metrics} compared={compared} />
            )}
            {document.readings[value] === null ? (
              <ReadThisWay app={app} document={document} mode={value} />
            ) : (
              <>
                <ReadingReport
                  metrics={document.readings[value].metrics}
                  inMemory={document.readings[value].inMemory}
                  compared={compared?.kind === 'measured'}
                  next={<ReadNext app={app} document={document} mode={value} />}
                />
                {value === 'sparse' && <ReadOtherPreset app={app} document={document} mode={value} />}
              </>
            )}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </aside>
  );
}
