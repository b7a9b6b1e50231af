/** Everything that can be asked of an open library file. Each call is short, so that the next one need not wait long. */
import { annotationCalls } from './annotations.ts';
import { collectionCalls } from './collections.ts';
import type { Connection } from './connection.ts';
import { findCalls } from './find.ts';
import { itemCalls } from './items.ts';
import { searchCalls } from './search.ts';
import { sweepCalls } from './sweep.ts';
import { textCalls } from './texts.ts';

export function storeCalls(db: Connection) {
  return {
    ...itemCalls(db),
    ...textCalls(db),
    ...searchCalls(db),
    ...findCalls(db),
    ...collectionCalls(db),
    ...annotationCalls(db),
    ...sweepCalls(db),
  };
}

type Store = ReturnType<typeof storeCalls>;

export type StoreCall = keyof Store;

/** The same calls from another thread. */
export type RemoteStore = {
  [Name in StoreCall]: (...args: Parameters<Store[Name]>) => Promise<Awaited<ReturnType<Store[Name]>>>;
};
