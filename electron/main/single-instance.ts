/** One running app for each data folder: a second start hands its documents to the first and ends. */
import { app } from 'electron';
import { z } from 'zod';

const handedOver = z.object({ paths: z.array(z.string()) });

/**
 * @param paths documents of this start
 * @param onSecond gets the documents of a second start, possibly none; the window should come to the front
 * @returns whether this is the first
 */
export function claimSingleInstance(paths: readonly string[], onSecond: (paths: string[]) => void): boolean {
  const first = app.requestSingleInstanceLock({ paths: [...paths] });
  // Chromium reorders the command line that it hands over, so the paths travel apart.
  app.on('second-instance', (_event, _argv, _folder, data: unknown) => {
    const parsed = handedOver.safeParse(data);
    onSecond(parsed.success ? parsed.data.paths : []);
  });
  return first;
}
