/** What lies over a document's text now: highlights, matches, the flash, and the colours of code that are given. */
import { useMemo } from 'react';
import type { Annotation } from '../../../electron/contract/library.ts';
import { useStore } from '../../state/store.ts';
import type { Layers, Token } from './pieces.ts';

const NONE: never[] = [];

export function useLayers(documentId: string, tokens: readonly Token[]): Layers {
  const annotations: readonly Annotation[] = useStore((state) => state.annotations[documentId] ?? NONE);
  const find = useStore((state) => (state.readerFind?.documentId === documentId ? state.readerFind : null));
  const flash = useStore((state) => (state.readerFlash?.documentId === documentId ? state.readerFlash : null));
  return useMemo(
    () => ({
      tokens,
      // A highlight whose words are gone has no place any more.
      marks: annotations
        .filter(({ lost }) => lost !== true)
        .map(({ id, start, end, colour, note }) => ({ id, start, end, colour, noted: note !== '' })),
      matches: find?.matches ?? NONE,
      match: find?.matches[find.at] ?? null,
      flash,
    }),
    [tokens, annotations, find, flash],
  );
}
