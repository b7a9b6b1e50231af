/** The left panel: the way to the library, the open documents, the model, the theme. */
import { Keyboard } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Mark } from '../../parts/mark.tsx';
import { setShortcutsOpen } from '../../state/layout-actions.ts';
import { ModelSwitcher } from '../models/model-switcher.tsx';
import { AddMenu } from './add-menu.tsx';
import { DocumentList } from './document-list.tsx';
import { LibraryButton } from './library-button.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export function Sidebar({ app }: { app: AppState }) {
  return (
    <aside className="sidebar" aria-label="Documents and model">
      <div className="sidebar-head">
        <span className="brand">
          <Mark />
          Anchorite
        </span>
        <AddMenu />
      </div>
      <LibraryButton app={app} />
      <DocumentList app={app} />
      <div className="sidebar-foot">
        <ModelSwitcher app={app} />
        <div className="line">
          <ThemeSwitch theme={app.settings.theme} />
          <IconButton name="Keyboard shortcuts" shortcut="Mod+/" onClick={() => setShortcutsOpen(true)}>
            <Keyboard size={16} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
    </aside>
  );
}
