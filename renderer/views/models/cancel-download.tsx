/** Gives a download up. What has arrived goes with it, so it is asked first. */
import { Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CatalogueModel } from '../../../electron/contract/models.ts';
import { Button } from '../../parts/button.tsx';
import { formatBytes } from '../../parts/format.ts';
import { discardDownload } from '../../state/model-actions.ts';

interface Props {
  model: CatalogueModel;
  size: 'small' | 'medium';
}

/** What would be lost, as the button says it. How much a download in flight has kept is not known. */
function removal({ file }: CatalogueModel): string {
  return file.kind === 'paused' || file.kind === 'failed' ? `Remove ${formatBytes(file.bytesDone)}` : 'Stop and remove';
}

export function CancelDownload({ model, size }: Props) {
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const of = <span className="sr-only">{model.name}</span>;
  // The harmless answer comes first: the button that was pressed is gone.
  useEffect(() => {
    if (asking) keep.current?.focus();
  }, [asking]);

  if (!asking) {
    return (
      <Button size={size} look="quiet" onClick={() => setAsking(true)}>
        <X size={14} aria-hidden="true" />
        Cancel
        {of}
      </Button>
    );
  }
  return (
    <>
      <Button ref={keep} size={size} look="quiet" onClick={() => setAsking(false)}>
        Keep
        {of}
      </Button>
      <Button
        size={size}
        onClick={() => {
          setAsking(false);
          void discardDownload(model.id);
        }}
      >
        <Trash2 size={14} aria-hidden="true" />
        {removal(model)}
        {of}
      </Button>
    </>
  );
}
