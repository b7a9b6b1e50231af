/** What the app sent and the contract does not know: page and app are of two versions, or one of them is wrong. */
import type { ZodError } from 'zod';

export function logBroken(what: string, { message }: ZodError): void {
  // eslint-disable-next-line no-console -- nobody but a developer can do anything about it
  console.error(`${what} is not as agreed and is left out: ${message}`);
}
