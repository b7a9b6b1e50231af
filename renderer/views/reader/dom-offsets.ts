/** Offsets of the document for places on the screen and back. Blocks carry `data-start` and hold exactly their stretch of the text. */
import type { Stretch } from '../../state/reader-slice.ts';

const BLOCK = '[data-start]';

const blocksIn = (root: HTMLElement) => root.querySelectorAll<HTMLElement>(BLOCK);
const startOf = (block: HTMLElement) => Number(block.dataset['start']);
const endOf = (block: HTMLElement) => startOf(block) + block.textContent.length;

/** Code units of a block's text in front of a place in it. */
function lengthTo(block: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** The stretch of the text that a range on the screen covers; null when it covers none. */
export function stretchOf(root: HTMLElement, range: Range): Stretch | null {
  let first: HTMLElement | null = null;
  let last: HTMLElement | null = null;
  for (const block of blocksIn(root)) {
    if (!range.intersectsNode(block)) continue;
    first ??= block;
    last = block;
  }
  if (first === null || last === null) return null;
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const start = first.contains(startContainer)
    ? startOf(first) + lengthTo(first, startContainer, startOffset)
    : startOf(first);
  const end = last.contains(endContainer) ? startOf(last) + lengthTo(last, endContainer, endOffset) : endOf(last);
  return start < end ? { start, end } : null;
}

/** A range on the screen for a stretch, as far as it is laid out; null where its beginning is not. */
export function rangeOf(root: HTMLElement, { start, end }: Stretch): Range | null {
  const from = pointAt(root, start, false);
  if (from === null) return null;
  const range = document.createRange();
  range.setStart(...from);
  const to = end > start ? pointAt(root, end, true) : null;
  if (to === null) range.collapse(true);
  else range.setEnd(...to);
  return range;
}

/** @param ending takes the end of a block rather than the beginning of the next */
function pointAt(root: HTMLElement, offset: number, ending: boolean): [Node, number] | null {
  for (const block of blocksIn(root)) {
    const start = startOf(block);
    const end = endOf(block);
    // A line end belongs to no block: the place behind it is the next one's beginning.
    if (offset > end || (offset === end && !ending && end > start)) continue;
    if (offset < start) return offset === start - 1 || ending ? [block, 0] : null;
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let left = offset - start;
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (left < length || (left === length && ending)) return [node, left];
      left -= length;
    }
    return [block, block.childNodes.length];
  }
  return null;
}

/** Offset of the first text that shows at or below a height of the window, in pixels; null when none is laid out there. */
export function offsetAt(root: HTMLElement, y: number): number | null {
  for (const block of blocksIn(root)) if (block.getBoundingClientRect().bottom > y) return startOf(block);
  return null;
}
