/** The tags of one document or of several. */
import { X } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import type { LibraryItem } from '../../../electron/contract/library.ts';
import { Button } from '../../parts/button.tsx';
import { formatCounted } from '../../parts/format.ts';
import { TextDialog } from '../../parts/text-dialog.tsx';
import { changeTags } from '../../state/library-actions.ts';
import { changedTags, tagsOf, typedTags } from '../../state/library-slice.ts';

interface Props {
  items: readonly LibraryItem[];
  onClose: () => void;
}

export function TagsDialog({ items, onClose }: Props) {
  const { all, some } = tagsOf(items);
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const [typed, setTyped] = useState('');
  const shown = changedTags(changedTags([...all, ...some], added, []), [], removed);

  function take(tags: readonly string[]): string[] {
    const after = changedTags(added, tags, []);
    setAdded(after);
    setRemoved((before) => changedTags(before, [], tags));
    setTyped('');
    return after;
  }

  function onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const adding = take(typedTags(typed));
    void changeTags(items, adding, removed);
    onClose();
  }

  const [first] = items;
  const about = items.length === 1 && first !== undefined ? first.title : formatCounted(items.length, 'document');
  return (
    <TextDialog title="Tags" line={about} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {shown.length > 0 && (
          <ul className="tag-list" aria-label="Tags">
            {shown.map((tag) => (
              <li key={tag} className={some.includes(tag) && !added.includes(tag) ? 'some' : ''}>
                {tag}
                {some.includes(tag) && !added.includes(tag) && <span className="muted"> (some)</span>}
                <button
                  type="button"
                  aria-label={`Remove the tag ${tag}`}
                  onClick={() => {
                    setAdded((before) => changedTags(before, [], [tag]));
                    setRemoved((before) => changedTags(before, [tag], []));
                  }}
                >
                  <X size={12} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <label className="labelled">
          Add tags, with commas between them
          <input
            className="field"
            value={typed}
            autoFocus
            maxLength={1000}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== ',' || typed.trim() === '') return;
              event.preventDefault();
              take(typedTags(typed));
            }}
          />
        </label>
        <div className="dialog-buttons">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Save
          </Button>
        </div>
      </form>
    </TextDialog>
  );
}
