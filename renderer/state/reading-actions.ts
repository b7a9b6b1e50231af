/** Starting and stopping readings. */
import type { DocumentState } from '../../electron/contract/documents.ts';
import type { Mode } from '../../electron/contract/reading.ts';
import { call } from '../bridge/bridge.ts';
import { formatDuration } from '../parts/format.ts';
import { announce, asFailure, orToast, showToast } from './layout-actions.ts';
import type { NamedPreset } from './layout-slice.ts';

/** Readings that were asked for and have not ended: a second click on the same button is the first one's echo. */
const under = new Set<string>();

/** Reads the document. Its failure is in the document's own state; only what never started is told in a toast. */
export async function startReading({ id, name }: DocumentState, mode: Mode, preset: NamedPreset): Promise<void> {
  const key = `${id} ${mode} ${preset}`;
  if (under.has(key)) return;
  under.add(key);
  announce(`Reading ${name} ${mode}.`);
  try {
    const { metrics } = await call('reading.start', { documentId: id, mode, preset });
    announce(`${name} is read, ${mode}, in ${formatDuration(metrics.prefillMs / 1000)}.`);
  } catch (error) {
    const { code, message } = asFailure(error);
    if (code === 'cancelled') announce('The reading was stopped.');
    else if (['busy', 'connection', 'bad-request', 'document-unknown', 'no-model'].includes(code)) {
      showToast({ text: message, tone: 'problem' });
    } else announce(`Reading ${name} failed. ${message}`);
  } finally {
    under.delete(key);
  }
}

export const cancelReading = () => orToast(() => call('reading.cancel', {}));
