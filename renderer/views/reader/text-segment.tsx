/**
 * One segment of the text. Whatever the format was, only text is shown: EPUB and HTML come as the text that the parser took out of
 * them, so that no foreign markup reaches the page and nothing in a document can load or run.
 */
import { memo, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { orToast } from '../../state/layout-actions.ts';
import { within } from '../../state/reader-slice.ts';
import type { TextStore } from '../../state/text-store.ts';
import { blocksOf, isCode, isFileHeading, type Block } from './blocks.ts';
import { languageOf } from './languages.ts';
import type { LineIndex } from './line-index.ts';
import { piecesOf, type Layers, type Token } from './pieces.ts';
import { neededFor, trimmed, type Segment, type SegmentText } from './segments.ts';
import { SpanMark } from './span-mark.tsx';
import { useLayers } from './use-layers.ts';

interface Props {
  document: ReaderDocument;
  store: TextStore;
  lines: LineIndex;
  segments: readonly Segment[];
  index: number;
  /** Pixels that it takes until its text is there. */
  height: number;
}

function useSegmentText({ store, segments, index }: Pick<Props, 'store' | 'segments' | 'index'>): SegmentText | null {
  const needed = useMemo(() => neededFor(segments, index), [segments, index]);
  const known = useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.peek(needed.start, needed.end),
  );
  useEffect(() => {
    if (known === null) void orToast(() => store.read(needed.start, needed.end));
  }, [store, needed, known]);
  return useMemo(() => (known === null ? null : trimmed(known, segments, index)), [known, segments, index]);
}

/** Number of the segment's first line in its file; null until it is counted. */
function useFirstLine(lines: LineIndex, segment: Segment | undefined, from: number, start: number | null) {
  const [counted, setCounted] = useState<{ start: number; line: number } | null>(null);
  const known = segment?.first === true;
  useEffect(() => {
    let wanted = true;
    if (start === null || known) return;
    void lines.lineEnds(from, start).then(
      (ends) => wanted && setCounted({ start, line: ends + 1 }),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [lines, known, from, start]);
  return known ? 1 : counted?.start === start ? counted.line : null;
}

/** The colours of a segment of code; empty until the languages are loaded, and where there is none. */
function useTokens(shown: SegmentText | null, language: string | null): readonly Token[] {
  const [done, setDone] = useState<{ shown: SegmentText; tokens: Token[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    if (shown === null || language === null) return;
    void import('./highlight-code.ts').then(
      ({ codeTokens }) => wanted && setDone({ shown, tokens: codeTokens(shown.text, language, shown.start) }),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [shown, language]);
  return done?.shown === shown ? done.tokens : NONE;
}

const NONE: never[] = [];

export const TextSegment = memo(function TextSegment(props: Props) {
  const { document, lines, segments, index, height } = props;
  const { format, title, outline, spans } = document;
  const segment = segments[index];
  const span = segment === undefined ? undefined : spans[segment.span];
  const shown = useSegmentText(props);
  const code = isCode(format);
  const language = format === 'folder' ? languageOf(span?.label ?? '') : format === 'code' ? languageOf(title) : null;
  const tokens = useTokens(shown, code ? language : null);
  const from = span?.start ?? 0;
  const firstLine = useFirstLine(lines, code ? segment : undefined, from, code ? (shown?.start ?? null) : null);
  const layers = useLayers(document.id, tokens);
  const entries = useMemo(
    () => (shown === null ? NONE : within(outline, shown.start, shown.start + shown.text.length)),
    [shown, outline],
  );
  const blocks = useMemo(
    () => (shown === null ? NONE : blocksOf(shown.text, shown.start, format, entries)),
    [shown, format, entries],
  );
  const [heading] = blocks;
  const mark =
    segment?.first === true && span !== undefined && !(span.kind === 'chapter' && heading?.kind === 'heading') ? (
      <SpanMark span={span} />
    ) : null;
  if (shown === null) return <div style={{ height }} aria-busy="true" />;
  if (format === 'folder' && segment?.span === -1 && isFileHeading(shown.text)) return null;
  return (
    <div className={code ? 'segment code' : 'segment'} data-ready="true">
      {mark}
      {blocks.map((block, at) => (
        <TextBlock
          key={block.start}
          block={block}
          text={shown.text.slice(block.start - shown.start, block.end - shown.start)}
          layers={layers}
          line={code && firstLine !== null ? firstLine + at : null}
        />
      ))}
    </div>
  );
});

function TextBlock({ block, text, layers, line }: { block: Block; text: string; layers: Layers; line: number | null }) {
  const { kind, start, end, flowing, level } = block;
  const content: ReactNode[] = piecesOf(start, end, layers).map((piece) => {
    const words = text.slice(piece.start - start, piece.end - start);
    if (piece.mark !== null) {
      const { id, colour, noted } = piece.mark;
      return (
        <mark key={piece.start} className={`${piece.className} ${colour}${noted ? ' noted' : ''}`} data-annotation={id}>
          {words}
        </mark>
      );
    }
    return piece.className === '' ? (
      words
    ) : (
      <span key={piece.start} className={piece.className}>
        {words}
      </span>
    );
  });
  const common = { 'data-start': start, className: `block ${kind}${flowing ? ' flowing' : ''}` };
  if (kind === 'heading') {
    // All of one level for screen readers: which of them are laid out depends on where one has scrolled to.
    return (
      <div {...common} role="heading" aria-level={3} data-level={Math.min(level, 4)}>
        {content}
      </div>
    );
  }
  return (
    <div {...common} {...(line !== null && { 'data-line': line })}>
      {content}
    </div>
  );
}
