/** Conversation and reader side by side with a border that can be moved; one at a time where there is no room for both. `right` is null while the reader is closed. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { Segmented } from '../../parts/segmented.tsx';
import { setSplit, showInFront } from '../../state/reader-actions.ts';
import { useStore } from '../../state/store.ts';

/** Pixels that both need together. */
const ROOM_FOR_BOTH = 820;

/** Share of the width that an arrow key moves the border. */
const STEP = 0.04;

export function SplitView({ left, right }: { left: ReactNode; right: ReactNode | null }) {
  const whole = useRef<HTMLDivElement>(null);
  const [roomy, setRoomy] = useState(true);
  const both = roomy && right !== null;
  const split = useStore((state) => state.readerSplit);
  const front = useStore((state) => state.readerFront);

  useLayoutEffect(() => {
    const element = whole.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setRoomy(element.clientWidth >= ROOM_FOR_BOTH));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  function drag(event: PointerEvent): void {
    const box = whole.current?.getBoundingClientRect();
    if (box !== undefined && event.buttons === 1) setSplit((event.clientX - box.left) / box.width);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    setSplit(split + step);
  }

  return (
    <div className={both ? 'split' : 'split single'} ref={whole}>
      {!roomy && right !== null && (
        <div className="split-switch">
          <Segmented
            name="Show"
            size="small"
            value={front ? 'reader' : 'conversation'}
            options={[
              { value: 'conversation', label: 'Conversation' },
              { value: 'reader', label: 'Reader' },
            ]}
            onChange={(chosen) => showInFront(chosen === 'reader')}
          />
        </div>
      )}
      {(both || right === null || !front) && (
        <div className="split-left" style={both ? { flexBasis: `${split * 100}%` } : {}}>
          {left}
        </div>
      )}
      {both && (
        <div
          className="split-border"
          role="separator"
          tabIndex={0}
          aria-label="Width of the conversation"
          aria-orientation="vertical"
          aria-valuemin={25}
          aria-valuemax={75}
          aria-valuenow={Math.round(split * 100)}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={onKeyDown}
        />
      )}
      {right !== null && (both || front) && <div className="split-right">{right}</div>}
    </div>
  );
}
