/** First run: the starter is a demo, and this is the model that suits the machine. Also stands in for a missing model. */
import { Sparkle, X } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { asSentence, formatBytes, formatLicence, formatContext } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { changeSettings, loadModel } from '../../state/model-actions.ts';
import { setModelsOpen } from '../../state/layout-actions.ts';
import { ModelDownload } from '../models/model-download.tsx';

export function WelcomeCard({ app }: { app: AppState }) {
  const { engine, recommendation, settings } = app;
  const wanted = engine.kind === 'no-model';
  if (settings.welcomeClosed && !wanted) return null;
  const recommended = app.models.find(({ id }) => id === recommendation?.id) ?? null;
  const loaded = engine.kind === 'ready' ? app.models.find(({ id }) => id === engine.id) : undefined;
  if (!wanted && (recommended === null || loaded?.id === recommended.id)) return null;
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <header>
        <h2 id="welcome-title">{wanted ? 'A model is needed first' : 'A model for this computer'}</h2>
        {!wanted && (
          <IconButton name="Close this card" size="small" onClick={() => void changeSettings({ welcomeClosed: true })}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      {loaded?.demo === true && (
        <p className="muted">
          The model loaded now, {loaded.name}, is a demo: small enough to try everything out, too small to trust. Its
          answers are weak.
        </p>
      )}
      {recommended !== null && (
        <div className="recommended">
          <Sparkle size={20} aria-hidden="true" />
          <div>
            <p className="name">
              {recommended.name} <Badge tone="accent">Suits this computer</Badge>
            </p>
            <p className="muted small num">
              {formatBytes(recommended.sizeBytes)} · {formatContext(recommended.contextLength)} context ·{' '}
              {formatLicence(recommended.licence)}
            </p>
            <p className="small">{asSentence(recommendation?.why ?? '')}</p>
            <p className="muted small">{recommended.note}</p>
            {recommended.file.kind === 'ready' ? (
              <div className="download">
                <Button look="primary" onClick={() => void loadModel(recommended.id)}>
                  Use this model
                </Button>
              </div>
            ) : (
              <ModelDownload model={recommended} primary />
            )}
          </div>
        </div>
      )}
      <Button look="quiet" size="small" className="others" onClick={() => setModelsOpen(true)}>
        See all models
      </Button>
    </section>
  );
}
