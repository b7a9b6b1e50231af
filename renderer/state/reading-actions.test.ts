import { expect, it } from 'vitest';
import type { AppReply } from '../../electron/contract/app.ts';
import { EngineError, toWire } from '../../electron/contract/errors.ts';
import { setBridge } from '../bridge/bridge.ts';
import { someDocument } from './fixtures.ts';
import { startReading } from './reading-actions.ts';

it('takes a double click for one, and a click after the end for another', async () => {
  const answers: ((reply: AppReply) => void)[] = [];
  setBridge({
    call: () => new Promise((resolve) => answers.push(resolve)),
    subscribe: () => () => undefined,
    watchConnection: () => () => undefined,
  });
  const first = startReading(someDocument(), 'sparse', 'balanced');
  await startReading(someDocument(), 'sparse', 'balanced');
  expect(answers).toHaveLength(1);
  answers[0]?.({ ok: false, error: toWire(new EngineError('cancelled', {})) });
  await first;
  void startReading(someDocument(), 'sparse', 'balanced');
  expect(answers).toHaveLength(2);
});
