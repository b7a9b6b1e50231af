/** One model of the catalogue, with what can be done with it now. */
import { Check } from 'lucide-react';
import type { CatalogueModel } from '../../../electron/contract/models.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { formatBytes, formatLicence, formatContext } from '../../parts/format.ts';
import { loadModel } from '../../state/model-actions.ts';
import { ModelDownload } from './model-download.tsx';

export function ModelRow({ app, model }: { app: AppState; model: CatalogueModel }) {
  const { engine } = app;
  const inUse = engine.kind === 'ready' && engine.id === model.id;
  const loading = engine.kind === 'loading' && engine.model === model.name;
  return (
    <li className="model-row" aria-label={model.name}>
      <div className="about">
        <p className="name">
          <span>{model.name}</span>
          {model.demo && <Badge>Demo</Badge>}
          {app.recommendation?.id === model.id && <Badge tone="accent">Suits this computer</Badge>}
        </p>
        <p className="muted small num">
          {formatBytes(model.sizeBytes)} · {formatContext(model.contextLength)} context · {formatLicence(model.licence)}
        </p>
        <p className="muted small">{model.note}</p>
      </div>
      <div className="act">
        {inUse ? (
          <span className="in-use">
            <Check size={14} aria-hidden="true" />
            In use
          </span>
        ) : model.file.kind === 'ready' ? (
          <Button
            size="small"
            blocked={loading ? 'It is being loaded.' : null}
            onClick={() => void loadModel(model.id)}
          >
            {loading ? 'Loading…' : 'Use'}
            <span className="sr-only">{model.name}</span>
          </Button>
        ) : null}
      </div>
      {model.file.kind !== 'ready' && <ModelDownload model={model} />}
    </li>
  );
}
