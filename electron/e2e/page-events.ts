/** What the app told the page: recorded in the page, beside what the page itself does with it. */
import type { Page } from '@playwright/test';
import type { AppEvent, AppEventData, AppMessage, Bridge } from '../contract/app.ts';
import type { DocumentState } from '../contract/documents.ts';
import type { Mode, ReadingMetrics } from '../contract/reading.ts';

interface RecordingPage {
  anchorite?: Bridge;
  recorded?: AppMessage[];
  EventSource: new (url: string) => { onmessage: (event: { data: string }) => void };
}

/** Begins to record; messages before are gone. */
export async function recordEvents(page: Page): Promise<void> {
  await page.evaluate(() => {
    const here = globalThis as unknown as RecordingPage;
    const recorded: AppMessage[] = [];
    here.recorded = recorded;
    if (here.anchorite !== undefined) here.anchorite.subscribe((message) => recorded.push(message));
    else new here.EventSource('/api/events').onmessage = ({ data }) => recorded.push(JSON.parse(data) as AppMessage);
  });
}

/** Every event of that name since the recording began. */
export async function eventsOf<E extends AppEvent>(page: Page, event: E): Promise<AppEventData<E>[]> {
  const messages = await page.evaluate(() => (globalThis as unknown as RecordingPage).recorded ?? []);
  return messages.filter((message) => message.event === event).map(({ data }) => data as AppEventData<E>);
}

/** The metrics of the last event that told about a reading of that mode. */
export async function lastMetrics(page: Page, mode: Mode): Promise<ReadingMetrics> {
  const told = (await eventsOf(page, 'state')).flatMap(({ documents }) => documents ?? []);
  const reading = told.findLast((document: DocumentState) => document.readings[mode] !== null)?.readings[mode];
  if (reading === null || reading === undefined) throw new Error(`no event told about a ${mode} reading`);
  return reading.metrics;
}
