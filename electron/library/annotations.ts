/** Highlights and notes. */
import { randomUUID } from 'node:crypto';
import type { Annotation } from '../contract/library.ts';
import { EngineError } from '../contract/errors.ts';
import type { Connection } from './connection.ts';
import { itemCalls } from './items.ts';
import { textCalls } from './texts.ts';

interface Row {
  id: string;
  document: string;
  start: number;
  end: number;
  quote: string;
  note: string;
  colour: Annotation['colour'];
  created_at: number;
  lost: number;
}

function fromRow({ document, created_at, lost, ...row }: Row): Annotation {
  const { id, start, end, quote, note, colour } = row;
  const known = { id, documentId: document, start, end, quote, note, colour, createdAt: created_at };
  return lost === 0 ? known : { ...known, lost: true };
}

export function annotationCalls(db: Connection) {
  const get = (id: string): Annotation => {
    const row = db.first<Row>('SELECT * FROM annotations WHERE id = ?', id);
    if (row === undefined) throw new EngineError('library-unknown', { what: 'highlight' });
    return fromRow(row);
  };

  return {
    annotations: (document: string): Annotation[] =>
      db
        .all<Row>('SELECT * FROM annotations WHERE document = ? ORDER BY start, end, created_at', document)
        .map(fromRow),

    /** Its quote becomes what the text says there. @throws EngineError 'library-unknown', 'bad-request' for an empty stretch */
    addAnnotation: (given: Omit<Annotation, 'id' | 'createdAt' | 'lost'>): Annotation => {
      const { textKey, characters } = itemCalls(db).document(given.documentId);
      const { start, end } = given;
      if (start >= end || end > characters) {
        throw new EngineError('bad-request', {
          detail: `${start} to ${end} is no stretch of a text of ${characters} characters`,
        });
      }
      const quote = textCalls(db).textBetween(textKey, start, end);
      const id = randomUUID();
      db.run(
        'INSERT INTO annotations (id, document, start, end, quote, note, colour, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        given.documentId,
        start,
        end,
        quote,
        given.note,
        given.colour,
        Date.now(),
      );
      return get(id);
    },

    changeAnnotation: (
      id: string,
      change: { note?: string | undefined; colour?: Annotation['colour'] | undefined },
    ) => {
      const { note, colour } = { ...get(id), ...defined(change) };
      db.run('UPDATE annotations SET note = ?, colour = ? WHERE id = ?', note, colour, id);
      return get(id);
    },

    removeAnnotation: (id: string): void => {
      get(id);
      db.run('DELETE FROM annotations WHERE id = ?', id);
    },
  };
}

function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
}
