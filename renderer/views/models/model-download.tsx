/** Getting a model's file: one button, then progress with pause and cancel, wherever the model is shown. */
import { Download, Pause, Play } from 'lucide-react';
import type { CatalogueModel, ModelProgress } from '../../../electron/contract/models.ts';
import { Button } from '../../parts/button.tsx';
import { formatBytes, formatRoughly } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';
import { downloadModel, pauseDownload } from '../../state/model-actions.ts';
import { CancelDownload } from './cancel-download.tsx';

interface Props {
  model: CatalogueModel;
  /** The one thing to do where it stands. */
  primary?: boolean;
}

export function ModelDownload({ model, primary = false }: Props) {
  const { id, name, sizeBytes, file } = model;
  const size = primary ? 'medium' : 'small';
  const of = <span className="sr-only">{name}</span>;
  const begin = (label: string) => (
    <Button size={size} look={primary ? 'primary' : 'secondary'} onClick={() => void downloadModel(id)}>
      {label === 'Resume' ? <Play size={14} aria-hidden="true" /> : <Download size={14} aria-hidden="true" />}
      {label === 'Download' ? `Download ${formatBytes(sizeBytes)} and use it` : label}
      {of}
    </Button>
  );
  const cancel = <CancelDownload model={model} size={size} />;

  switch (file.kind) {
    case 'ready':
      return null;
    case 'absent':
      return <div className="download">{begin('Download')}</div>;
    case 'paused':
      return (
        <div className="download">
          <Meter share={file.bytesDone / sizeBytes} name={`Download of ${name}, paused`} />
          <p className="muted small num">
            Paused at {formatBytes(file.bytesDone)} of {formatBytes(sizeBytes)}
          </p>
          <div className="row">
            {begin('Resume')}
            {cancel}
          </div>
        </div>
      );
    case 'failed':
      return (
        <div className="download">
          <p className="small problem" role="alert">
            {file.message}
          </p>
          <div className="row">
            {begin(file.bytesDone > 0 ? 'Resume' : 'Try again')}
            {file.bytesDone > 0 && cancel}
          </div>
        </div>
      );
    case 'downloading':
      return (
        <div className="download">
          <Meter share={shareOf(file.progress)} name={`Download of ${name}`} />
          <p className="muted small num">
            {file.stopping ? 'Stopping…' : describe(file.progress, file.bytesPerSecond)}
          </p>
          <div className="row">
            <Button
              size={size}
              blocked={file.stopping ? 'It is stopping.' : null}
              onClick={() => void pauseDownload(id)}
            >
              <Pause size={14} aria-hidden="true" />
              Pause
              {of}
            </Button>
            {cancel}
          </div>
        </div>
      );
  }
}

function shareOf({ phase, bytesDone, bytesTotal }: ModelProgress): number | null {
  return phase === 'wait' || phase === 'connect' || bytesTotal === 0 ? null : bytesDone / bytesTotal;
}

function describe({ phase, bytesDone, bytesTotal }: ModelProgress, speed: number | null): string {
  if (phase === 'wait') return 'Waiting for another Anchorite that downloads it';
  if (phase === 'connect') return 'Connecting…';
  if (phase === 'check') return `Checking the file, ${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`;
  const done = `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`;
  if (speed === null || speed <= 0) return done;
  return `${done} · ${formatBytes(speed)}/s · ${formatRoughly((bytesTotal - bytesDone) / speed)} left`;
}
