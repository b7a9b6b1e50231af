/** What the page needs of whoever hosts it: calls, events, and word of a connection that comes and goes. */
import type { Bridge } from '../../electron/contract/app.ts';

export interface PageBridge extends Bridge {
  /**
   * Tells whether events arrive; called at once with true where there is no connection to lose.
   * @returns a function that ends the subscription.
   */
  watchConnection(listener: (open: boolean) => void): () => void;
}

/** The app cannot be reached; what was asked may or may not have been done. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}
