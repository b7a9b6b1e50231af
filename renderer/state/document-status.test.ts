import { describe, expect, it } from 'vitest';
import type { Activity } from '../../electron/contract/state.ts';
import {
  answerPreset,
  blockedFor,
  blockedReason,
  currentMode,
  documentKey,
  documentStage,
  hasReport,
  leavesMemory,
  statusLabel,
  stopBlocked,
  stopLabel,
} from './document-status.ts';
import { someDocument, someReading, someState } from './fixtures.ts';
import type { LiveProgress } from './progress-slice.ts';

const reading: Activity = { kind: 'reading', documentId: 'a', mode: 'sparse', stopping: false };
const unpatched = () => {
  const state = someState();
  if (state.engine.kind === 'ready') state.engine.model.runtime = { patched: false, unpatchedReason: 'not built' };
  return state;
};

describe('the key of a conversation', () => {
  it('tells two uploads of one name and length apart', () => {
    const uploaded = someDocument({ path: null });
    expect(documentKey({ ...uploaded, id: 'b' })).not.toBe(documentKey(uploaded));
  });
});

describe('the mode', () => {
  it('is sparse at first, dense without the patched build, and else as chosen', () => {
    expect(currentMode(someState(), someDocument(), undefined)).toBe('sparse');
    expect(currentMode(someState(), someDocument(), 'dense')).toBe('dense');
    expect(currentMode(unpatched(), someDocument(), 'sparse')).toBe('dense');
  });

  it('is that of the only reading', () => {
    const read = someDocument({ readings: { sparse: null, dense: someReading('dense') } });
    expect(currentMode(someState(), read, undefined)).toBe('dense');
  });

  it('answers with the preset that was read, so that nothing is read again', () => {
    const read = someDocument({ readings: { sparse: someReading('sparse', { preset: 'paper' }), dense: null } });
    expect(answerPreset(someState(), read, 'sparse', 'fast')).toBe('paper');
    expect(answerPreset(someState(), read, 'dense', 'fast')).toBe('fast');
    expect(answerPreset(someState(), read, 'dense', undefined)).toBe('balanced');
  });

  it('does not take over the preset of another model', () => {
    const other = someReading('sparse', { preset: 'paper', model: 'another' });
    const read = someDocument({ readings: { sparse: { ...other, inMemory: false }, dense: null } });
    expect(answerPreset(someState(), read, 'sparse', undefined)).toBe('balanced');
  });
});

describe('the screen', () => {
  const partial = { sparse: someReading('sparse', { complete: false, tokensRead: 500 }), dense: null };

  it('is the conversation once there is a whole reading, whatever runs', () => {
    const read = someDocument({ readings: { sparse: someReading('sparse'), dense: null } });
    expect(documentStage(someState(), someDocument(), [])).toBe('unread');
    expect(documentStage(someState({ activity: reading }), someDocument(), [])).toBe('reading');
    expect(documentStage(someState({ activity: reading }), read, [])).toBe('conversation');
    expect(documentStage(someState(), someDocument({ readings: partial }), [])).toBe('unread');
  });

  it('is the size of a document that was read with another model and does not fit this one', () => {
    const size = { model: 'starter', documentTokens: 9000, fit: 7600, contextLimit: 8192, fits: false };
    const earlier = { ...someReading('sparse'), inMemory: false };
    const read = someDocument({ size, readings: { sparse: earlier, dense: null } });
    expect(documentStage(someState(), read, [])).toBe('unread');
    expect(blockedFor(someState(), read)).toContain('does not fit');
    expect(statusLabel(someState(), read, undefined)).toEqual({ text: 'does not fit', tone: 'problem' });
  });

  it('has a report as soon as there are figures, but none beside a first reading', () => {
    const document = someDocument({ readings: partial });
    expect(hasReport(someState(), someDocument(), [])).toBe(false);
    expect(hasReport(someState(), document, [])).toBe(true);
    expect(hasReport(someState({ activity: reading }), document, [])).toBe(false);
  });
});

describe('the words of the list', () => {
  const label = (app = someState(), document = someDocument()) => statusLabel(app, document, undefined).text;

  it('say what is going on', () => {
    expect(label()).toBe('not read');
    expect(label(someState({ activity: reading }))).toBe('reading');
    expect(label(someState({ activity: { ...reading, stopping: true } }))).toBe('stopping');
    expect(label(someState(), someDocument({ size: null }))).toBe('counting');
    expect(label(someState({ engine: { kind: 'no-model' } }), someDocument({ size: null }))).toBe('not counted');
  });

  it('say what came of it', () => {
    const sparse = someReading('sparse');
    expect(label(someState(), someDocument({ readings: { sparse, dense: null } }))).toBe('read sparse');
    expect(label(someState(), someDocument({ readings: { sparse, dense: someReading('dense') } }))).toBe(
      'read both ways',
    );
    const size = { model: 'starter', documentTokens: 9000, fit: 7600, contextLimit: 8192, fits: false };
    expect(label(someState(), someDocument({ size }))).toBe('does not fit');
  });

  it('say of a reading that left memory that it was earlier', () => {
    const sparse = { ...someReading('sparse'), inMemory: false };
    const document = someDocument({ readings: { sparse, dense: null } });
    expect(statusLabel(someState(), document, undefined)).toEqual({ text: 'read earlier', tone: 'plain' });
    const both = { sparse, dense: someReading('dense') };
    expect(label(someState(), someDocument({ readings: both }))).toBe('read dense');
  });

  it('say that the latest reading failed, also beside one that did not', () => {
    const error = { code: 'out-of-memory', message: 'not enough memory', data: {} } as const;
    const document = someDocument({ error, readings: { sparse: someReading('sparse'), dense: null } });
    expect(statusLabel(someState(), document, undefined)).toEqual({ text: 'failed', tone: 'problem' });
  });

  it('say that it is being answered, and read for that first', () => {
    const app = someState({ activity: { ...reading, kind: 'answering', answerId: 'x' } });
    const read = (tokens: number): LiveProgress => {
      const speed = { tokensPerSecond: 1, secondsLeft: null, layer: null, layers: 30, sparsity: 0 };
      return { mode: 'sparse', since: 0, progress: { phase: 'reading', tokens, totalTokens: 100, ...speed } };
    };
    expect(label(app)).toBe('answering');
    expect(statusLabel(app, someDocument(), read(40)).text).toBe('reading 40%');
    expect(statusLabel(app, someDocument(), read(100)).text).toBe('answering');
    expect(label(app, someDocument({ id: 'b' }))).toBe('not read');
  });
});

describe('what leaves memory', () => {
  const read = someDocument({ id: 'b', readings: { sparse: someReading('sparse'), dense: null } });
  const partial = { sparse: someReading('sparse', { complete: false, tokensRead: 500 }), dense: null };

  it('is what another document has there', () => {
    const gone = someDocument({
      id: 'c',
      readings: { sparse: { ...someReading('sparse'), inMemory: false }, dense: null },
    });
    const documents = [someDocument(), gone, read];
    expect(leavesMemory(someState({ documents }), someDocument())?.id).toBe('b');
    expect(leavesMemory(someState({ documents }), read)).toBeNull();
    const begun = someDocument({ id: 'd', readings: partial });
    expect(leavesMemory(someState({ documents: [begun] }), someDocument())?.id).toBe('d');
  });
});

describe('stopping', () => {
  it('can be asked for again only once it has taken long', () => {
    const words = (more: Partial<Activity>) => {
      const app = someState({ activity: { ...reading, ...more } });
      return [stopLabel(app, 'Cancel'), stopBlocked(app) === null];
    };
    expect(words({})).toEqual(['Cancel', true]);
    expect(words({ stopping: true })).toEqual(['Stopping…', false]);
    expect(words({ stopping: true, canEnd: true })).toEqual(['End the engine', true]);
  });
});

describe('asking', () => {
  it('waits for readings and answers, and for nothing that gives way', () => {
    expect(blockedReason(someState())).toBeNull();
    expect(blockedReason(someState({ activity: reading }))).toContain('being read');
    expect(blockedReason(someState({ activity: { ...reading, kind: 'counting' } }))).toBeNull();
    expect(blockedReason(someState({ activity: { ...reading, kind: 'measuring-presets' } }))).toContain('measured');
    expect(blockedReason(someState({ engine: { kind: 'no-model' } }))).toContain('No model');
  });
});
