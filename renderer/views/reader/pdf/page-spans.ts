/** Which stretch of the text is which page. */
import type { ReaderDocument } from '../../../../electron/contract/library.ts';
import type { TextSpan } from '../../../../electron/contract/sources.ts';
import { lastFrom } from '../../../state/reader-slice.ts';

/** The stretches of the pages; the index is the page's, counted from 0. */
export const pageSpans = ({ spans }: Pick<ReaderDocument, 'spans'>): TextSpan[] =>
  spans.filter(({ kind }) => kind === 'page');

/** Index of the page that an offset lies on. */
export const pageOf = (spans: readonly TextSpan[], offset: number): number => Math.max(0, lastFrom(spans, offset));
