/** The loaded model, and behind it every other one. */
import { ChevronsUpDown, Cpu, FolderOpen } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { AppState, EngineState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { formatContext, formatMemory, formatProgress } from '../../parts/format.ts';
import { setModelsOpen } from '../../state/layout-actions.ts';
import { chooseModelFile } from '../../state/model-actions.ts';
import { useStore } from '../../state/store.ts';
import { ModelRow } from './model-row.tsx';
import { RuntimeLine } from './runtime-line.tsx';

/** Title and a line below it. */
function summary(engine: EngineState): [string, string] {
  switch (engine.kind) {
    case 'starting':
      return ['Starting…', 'The engine starts'];
    case 'no-model':
      return ['No model', 'Choose one to begin'];
    case 'loading':
      return ['Loading the model', formatProgress(engine.fraction)];
    case 'model-failed':
      return ['Model failed', 'See why above the document'];
    case 'stopped':
      return ['Engine stopped', 'It can be started again'];
    case 'ready':
      return [engine.title, `${formatContext(engine.model.contextLimit)} context`];
  }
}

export function ModelSwitcher({ app }: { app: AppState }) {
  const open = useStore((state) => state.modelsOpen);
  const [title, line] = summary(app.engine);
  const demo = app.engine.kind === 'ready' && isDemo(app, app.engine.id);
  return (
    <Popover.Root open={open} onOpenChange={setModelsOpen}>
      <Popover.Trigger className="model-trigger" title={title}>
        <span className="sr-only">Model:</span>
        <Cpu size={16} aria-hidden="true" />
        <span className="names">
          <span className="truncate">{title}</span>
          <span className="truncate muted small num">{demo ? `Demo model · ${line}` : line}</span>
        </span>
        <ChevronsUpDown size={14} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover models"
          aria-label="Models"
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={12}
        >
          <header>
            <h2>Models</h2>
            <span className="muted small">
              This computer: {formatMemory(app.machine.memoryBytes)}, {app.machine.cores} cores
            </span>
          </header>
          <ul>
            {app.models.map((model) => (
              <ModelRow key={model.id} app={app} model={model} />
            ))}
          </ul>
          <footer>
            <RuntimeLine engine={app.engine} />
            {app.host.paths && (
              <Button size="small" onClick={() => void chooseModelFile()}>
                <FolderOpen size={14} aria-hidden="true" />
                Choose a GGUF file…
              </Button>
            )}
          </footer>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const isDemo = (app: AppState, id: string) => app.models.some((model) => model.id === id && model.demo);
