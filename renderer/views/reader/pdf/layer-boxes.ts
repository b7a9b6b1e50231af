/** Where words stand on a page, through the text layer that lies over it. */
import { locate } from './locate.ts';

/** Pixels from the layer's upper left corner. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The boxes of a passage, one for each run of text it goes through; none when it is not on the page. */
export function boxesOf(layer: HTMLElement, passage: string, hint: number): Box[] {
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) nodes.push(walker.currentNode as Text);
  const place = locate(nodes.map(({ data }) => data).join('\n'), passage, hint);
  if (place === null) return [];
  const corner = layer.getBoundingClientRect();
  const boxes: Box[] = [];
  let at = 0;
  for (const node of nodes) {
    const from = Math.max(place[0] - at, 0);
    const to = Math.min(place[1] - at, node.length);
    if (from < to) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      for (const { left, top, width, height } of range.getClientRects()) {
        boxes.push({ left: left - corner.left, top: top - corner.top, width, height });
      }
    }
    at += node.length + 1;
  }
  return boxes;
}
