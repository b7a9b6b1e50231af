/** Documents on their way into the library, and those that did not arrive, with the reason. */
import { Check, CircleAlert, LoaderCircle, X } from 'lucide-react';
import type { ImportState } from '../../../electron/contract/library.ts';
import { Button } from '../../parts/button.tsx';
import { formatCounted } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Meter } from '../../parts/meter.tsx';
import { cancelImport, dismissImport, hasEnded, importText } from '../../state/import-actions.ts';
import { openItem } from '../../state/library-actions.ts';

function title(imports: readonly ImportState[]): string {
  const going = imports.filter((one) => !hasEnded(one)).length;
  const failed = imports.filter(({ status }) => status === 'failed').length;
  if (going > 0) return `Adding ${formatCounted(going, 'document')}`;
  return failed > 0 ? `${formatCounted(failed, 'document')} could not be added` : 'Added';
}

export function ImportList({ imports }: { imports: readonly ImportState[] }) {
  if (imports.length === 0) return null;
  return (
    <section className="imports" aria-labelledby="imports-title">
      <div className="line">
        <h2 id="imports-title" className="small">
          {title(imports)}
        </h2>
        {imports.some(hasEnded) && (
          <Button size="small" look="quiet" onClick={() => void dismissImport(null)}>
            Dismiss all that ended
          </Button>
        )}
      </div>
      <ul tabIndex={0} aria-label="Imports">
        {imports.map((one) => (
          <ImportRow key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function ImportRow({ one }: { one: ImportState }) {
  const { id, name, status, fraction, documentId } = one;
  const ended = hasEnded(one);
  return (
    <li className={`import ${status}`}>
      {status === 'failed' ? (
        <CircleAlert size={16} aria-hidden="true" />
      ) : status === 'done' ? (
        <Check size={16} aria-hidden="true" />
      ) : ended ? (
        <X size={16} aria-hidden="true" />
      ) : (
        <LoaderCircle size={16} className={status === 'waiting' ? '' : 'spin'} aria-hidden="true" />
      )}
      <span className="name truncate" title={name}>
        {name}
      </span>
      <span className="state small num" title={importText(one)}>
        {importText(one)}
      </span>
      {status === 'done' && documentId !== null && (
        <Button size="small" look="quiet" onClick={() => void openItem(documentId)}>
          Open
        </Button>
      )}
      <IconButton
        name={ended ? `Dismiss ${name}` : `Cancel ${name}`}
        size="small"
        onClick={() => void (ended ? dismissImport(id) : cancelImport(id))}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
      {!ended && status !== 'waiting' && <Meter share={fraction} name={`Adding ${name}`} />}
    </li>
  );
}
