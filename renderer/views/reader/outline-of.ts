/** The lines of the outline panel. */
import type { ReaderDocument } from '../../../electron/contract/library.ts';

export interface OutlineRow {
  start: number;
  title: string;
  /** 1 is the top; deeper ones than six are shown there. */
  level: number;
  /** Code units of the title that flash when one goes there; 0 where it may not stand in the text. */
  titleLength: number;
}

/** The outline; where there is none, the chapters or files that the text is made of. Levels begin at 1, however deep the first one is. */
export function outlineOf({
  outline,
  spans,
  format,
}: Pick<ReaderDocument, 'outline' | 'spans' | 'format'>): OutlineRow[] {
  if (outline.length === 0 || format === 'folder') {
    return spans
      .filter(({ kind }) => kind !== 'page')
      .map(({ start, label }) => ({ start, title: label, level: 1, titleLength: 0 }));
  }
  const top = outline.reduce((least, { level }) => Math.min(least, level), 12);
  return outline.map(({ start, title, level }) => ({
    start,
    title,
    level: Math.min(6, level - top + 1),
    titleLength: format === 'pdf' ? 0 : title.length,
  }));
}
