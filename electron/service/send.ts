import type { AppEvent, AppEventData } from '../contract/app.ts';

/** Sends an event to the page. */
export type Send = <E extends AppEvent>(event: E, data: AppEventData<E>) => void;
