/** Makes a document of pasted text. */
import { type SubmitEvent } from 'react';
import { Button } from '../../parts/button.tsx';
import { TextDialog } from '../../parts/text-dialog.tsx';
import { closePaste, importPasted, titleOf } from '../../state/import-actions.ts';
import { setState, useStore } from '../../state/store.ts';

export function PasteDialog() {
  const pasted = useStore((state) => state.pasted);
  if (pasted === null) return null;
  const { title, text } = pasted;
  const ready = text.trim() !== '';

  function onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    if (ready) void importPasted(title.trim() === '' ? titleOf(text) || 'Pasted text' : title.trim(), text);
  }

  return (
    <TextDialog title="Paste text" onClose={closePaste}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <label className="labelled">
          Text
          <textarea
            className="field paste-text"
            rows={10}
            value={text}
            onChange={({ target }) =>
              setState({
                pasted: { title: title === titleOf(text) ? titleOf(target.value) : title, text: target.value },
              })
            }
          />
        </label>
        <label className="labelled">
          Title
          <input
            className="field"
            value={title}
            maxLength={200}
            onChange={({ target }) => setState({ pasted: { title: target.value, text } })}
          />
        </label>
        <div className="dialog-buttons">
          <Button onClick={closePaste}>Cancel</Button>
          <Button look="primary" type="submit" blocked={ready ? null : 'There is no text yet.'}>
            Add to the library
          </Button>
        </div>
      </form>
    </TextDialog>
  );
}
