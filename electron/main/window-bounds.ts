/** Where the window was: remembered in a small file, and taken only where it can still be seen. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const rectangle = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
export type Rectangle = z.infer<typeof rectangle>;

const windowBounds = rectangle.extend({ maximized: z.boolean() });
export type WindowBounds = z.infer<typeof windowBounds>;

/** Pixels of a window's top edge that have to be on a display, so that it can be taken hold of. */
const GRIP = { width: 120, height: 32 };

/** What was remembered; null when nothing usable is there. */
export function readBounds(file: string): WindowBounds | null {
  try {
    return windowBounds.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Remembers the bounds. A disk that takes nothing costs the place of the window, and nothing else. */
export function writeBounds(file: string, bounds: WindowBounds): void {
  try {
    writeFileSync(`${file}.part`, JSON.stringify(bounds));
    renameSync(`${file}.part`, file);
  } catch {
    // Nothing to be done about it, and nothing that anybody would want to hear.
  }
}

/** Whether the title bar of a window there can be reached on one of the displays' areas. */
export function isReachable(bounds: Rectangle, displays: readonly Rectangle[]): boolean {
  return displays.some((display) => {
    const width = Math.min(bounds.x + bounds.width, display.x + display.width) - Math.max(bounds.x, display.x);
    const below = bounds.y >= display.y && bounds.y + GRIP.height <= display.y + display.height;
    return width >= GRIP.width && below;
  });
}
