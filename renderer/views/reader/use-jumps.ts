/** Takes the reader to where it was sent: search hits, matches, outline, highlights, and the place where it stood last time. */
import { useEffect, useRef, type RefObject } from 'react';
import { orToast } from '../../state/layout-actions.ts';
import { flashFor, takeVisit } from '../../state/reader-actions.ts';
import type { Stretch } from '../../state/reader-slice.ts';
import { getState, useStore } from '../../state/store.ts';
import type { TextStore } from '../../state/text-store.ts';
import { rangeOf } from './dom-offsets.ts';
import { segmentOf, type Segment } from './segments.ts';

/** Frames until a place is given up that does not come to rest: text above it may still be arriving. */
const MAX_FRAMES = 90;

/** Share of the window's height that stays above the place that is shown. */
const ABOVE = 0.25;

interface Options {
  documentId: string;
  store: TextStore;
  segments: readonly Segment[];
  /** Index of the first segment of the part that is laid out, and of the one after its last. */
  first: number;
  after: number;
  scroller: RefObject<HTMLElement | null>;
  openPart: (segment: number) => void;
  /** Pixels from the top of the part to a row. */
  topOf: (row: number) => number;
}

const BY_HAND = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** @returns whether the reader is on its way */
export function useJumps(options: Options): RefObject<boolean> {
  const jumping = useRef(false);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const visit = useRef(0);
  const { documentId, segments } = options;
  const target = useStore((state) => (state.readerTarget?.documentId === documentId ? state.readerTarget : null));

  // Whoever scrolls by hand is not pulled back to where the reader was on its way to.
  useEffect(() => {
    const element = latest.current.scroller.current;
    const stop = () => {
      visit.current += 1;
      jumping.current = false;
    };
    for (const event of BY_HAND) element?.addEventListener(event, stop, { passive: true });
    return () => BY_HAND.forEach((event) => element?.removeEventListener(event, stop));
  }, []);

  // Where it stood last time; whoever sends it elsewhere comes after.
  useEffect(() => {
    const place = getState().readerPlaces[documentId] ?? 0;
    if (place !== 0) void go(latest, visit, jumping, { start: place, end: place }, 0);
  }, [documentId, segments]);

  useEffect(() => {
    if (target === null || !takeVisit(target)) return;
    void go(latest, visit, jumping, target, ABOVE).then((arrived) => {
      if (arrived && target.flash) flashFor(target);
    });
  }, [target, segments]);
  return jumping;
}

/** @returns whether the place is on the screen; false when another visit began meanwhile */
async function go(
  latest: RefObject<Options>,
  visit: RefObject<number>,
  jumping: RefObject<boolean>,
  stretch: Stretch,
  above: number,
): Promise<boolean> {
  const mine = ++visit.current;
  const { store, segments } = latest.current;
  jumping.current = true;
  try {
    const index = await orToast(() => segmentOf(store, segments, stretch.start));
    if (index === null || visit.current !== mine) return false;
    latest.current.openPart(index);
    // Until the part is the one that is laid out.
    for (let frame = 0; frame < MAX_FRAMES; frame += 1) {
      await nextFrame();
      if (index >= latest.current.first && index < latest.current.after) break;
    }
    if (visit.current !== mine) return false;
    const { scroller, topOf, first } = latest.current;
    if (scroller.current !== null) scroller.current.scrollTop = topOf(index - first);
    return await settle(scroller, stretch, above, () => visit.current === mine);
  } finally {
    if (visit.current === mine) jumping.current = false;
  }
}

/** Corrects the position until it stays, since heights above are only estimated until they are laid out. */
async function settle(
  scroller: RefObject<HTMLElement | null>,
  stretch: Stretch,
  above: number,
  wanted: () => boolean,
): Promise<boolean> {
  let still = 0;
  for (let frame = 0; frame < MAX_FRAMES && still < 3; frame += 1) {
    await nextFrame();
    const element = scroller.current;
    if (!wanted() || element === null) return false;
    const range = rangeOf(element, stretch);
    if (range === null) continue;
    const box = element.getBoundingClientRect();
    // An empty line has a box only through its block.
    const found = range.getClientRects()[0] ?? (range.startContainer.parentElement ?? element).getBoundingClientRect();
    const before = element.scrollTop;
    element.scrollTop += found.top - box.top - box.height * above;
    still = Math.abs(element.scrollTop - before) < 2 ? still + 1 : 0;
  }
  return wanted();
}
