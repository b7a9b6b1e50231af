import { describe, expect, it } from 'vitest';
import type { Activity } from '../../electron/contract/state.ts';
import {
  answerPreset,
  blockedReason,
  currentMode,
  documentKey,
  documentStage,
  hasReport,
  statusLabel,
} from './document-status.ts';
import { someDocument, someReading, someState } from './fixtures.ts';

const reading: Activity = { kind: 'reading', documentId: 'a', mode: 'sparse', stopping: false };
const unpatched = () => {
  const state = someState();
  if (state.engine.kind === 'ready') state.engine.model.runtime = { patched: false, unpatchedReason: 'not built' };
  return state;
};

describe('the key of a conversation', () => {
  it('outlives closing a document and opening it again', () => {
    expect(documentKey(someDocument({ id: 'b' }))).toBe(documentKey(someDocument()));
    expect(documentKey(someDocument({ kind: 'sample', path: null }))).toBe('sample');
    const uploaded = someDocument({ path: null });
    expect(documentKey({ ...uploaded, id: 'b' })).toBe(documentKey(uploaded));
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
