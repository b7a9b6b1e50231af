/** Says in words where an offset lies. */
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { formatCount, formatProgress } from '../../parts/format.ts';
import { lastFrom } from '../../state/reader-slice.ts';

type Place = Pick<ReaderDocument, 'spans' | 'characters'>;

/** "Page 12 of 340", "Loomings · 4%", "src/main.c · 12%", "37%". */
export function placeText({ spans, characters }: Place, offset: number): string {
  const share = characters === 0 ? '' : formatProgress(offset / characters);
  const span = spans[lastFrom(spans, offset)];
  if (span === undefined) return share;
  if (span.kind !== 'page') return `${span.label} · ${share}`;
  return `Page ${span.label} of ${formatCount(spans.filter(({ kind }) => kind === 'page').length)}`;
}
