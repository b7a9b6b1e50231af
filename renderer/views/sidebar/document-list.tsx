/** The open documents. */
import { BookOpen, FileText, Folder, X } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { formatTokensShort } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { closeDocument } from '../../state/document-actions.ts';
import { statusLabel } from '../../state/document-status.ts';
import { selectDocument } from '../../state/layout-actions.ts';
import { useStore } from '../../state/store.ts';

const ICONS = { file: FileText, folder: Folder, sample: BookOpen };

export function DocumentList({ app }: { app: AppState }) {
  const list = useRef<HTMLElement>(null);
  useFocusAfterClosing(list, app.documents.length);
  return (
    <nav className="documents" aria-label="Open documents" ref={list}>
      <h2 className="small muted">Open</h2>
      {app.documents.length === 0 ? (
        <p className="none small">No document is open.</p>
      ) : (
        <ul>
          {app.documents.map((document) => (
            <DocumentItem key={document.id} app={app} document={document} />
          ))}
        </ul>
      )}
    </nav>
  );
}

/** The button that closed a document goes with it: the focus moves to the one that is shown now. */
function useFocusAfterClosing(list: RefObject<HTMLElement | null>, count: number): void {
  const before = useRef(count);
  useEffect(() => {
    const fewer = count < before.current;
    before.current = count;
    if (!fewer || (document.activeElement !== null && document.activeElement !== document.body)) return;
    list.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
  }, [list, count]);
}

function DocumentItem({ app, document }: { app: AppState; document: DocumentState }) {
  const selected = useStore((state) => state.screen === 'document' && state.selectedId === document.id);
  const live = useStore((state) => state.progress[document.id]);
  const status = statusLabel(app, document, live);
  const Icon = ICONS[document.kind];
  return (
    <li className="document-item">
      <button
        type="button"
        className="open"
        aria-current={selected ? 'page' : undefined}
        title={document.path ?? document.name}
        onClick={() => selectDocument(document.id)}
      >
        <Icon size={16} aria-hidden="true" />
        <span className="truncate">{document.name}</span>
        <span className={`status num ${status.tone}`}>
          {document.size !== null && <span>{formatTokensShort(document.size.documentTokens)} tokens</span>}
          <span>{status.text}</span>
        </span>
      </button>
      <IconButton name={`Close ${document.name}`} size="small" onClick={() => void closeDocument(document)}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
