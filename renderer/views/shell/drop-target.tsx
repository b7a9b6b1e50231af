/** The whole window takes files and folders; while something is held over it, it says so. */
import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { openDropped } from '../../state/document-actions.ts';

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const enter = (event: DragEvent) => holdsFiles(event) && setOver(true);
    // A leave comes for every element on the way; nothing is entered instead where the pointer leaves the window.
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const hold = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) void openDropped(event.dataTransfer);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hold);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hold);
      window.removeEventListener('drop', drop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className="drop-overlay" role="status" data-testid="drop-overlay">
      <div>
        <FileDown size={32} aria-hidden="true" />
        <p>Drop to open</p>
        <p className="muted small">PDF, EPUB, Word, HTML, Markdown, text, code, or a folder of them</p>
      </div>
    </div>
  );
}
