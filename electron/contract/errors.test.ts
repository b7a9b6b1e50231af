import { describe, expect, it } from 'vitest';
import { asEngineError, EngineError, errorCodeSchema, fromWire, oneLine, toWire, wireErrorSchema } from './errors.ts';

describe('EngineError', () => {
  it('says how many tokens of how many fit', () => {
    const error = new EngineError('document-too-long', {
      name: 'war.txt',
      tokens: 12345,
      fit: 7600,
      contextSize: 8192,
    });
    expect(error.message).toContain('war.txt is too long: 12,345 tokens of 7,600 that fit');
  });

  it('keeps code, data and message over the wire', () => {
    const error = new EngineError('busy', { running: 'ask' });
    const wire = wireErrorSchema.parse(structuredClone(toWire(error)));
    const back = fromWire(wire);
    expect([back.code, back.data, back.message]).toEqual(['busy', { running: 'ask' }, error.message]);
  });

  it('turns anything thrown into one line without a stack', () => {
    const wire = toWire(new Error('first\n    at somewhere (file.ts:1:2)'));
    expect(wire.code).toBe('internal');
    expect(wire.message).not.toContain('somewhere');
    expect(asEngineError('text').message).toContain('text');
    expect(oneLine(new Error(''))).toBe('no details');
  });

  it('has a closed set of codes', () => {
    expect(errorCodeSchema.safeParse('something-else').success).toBe(false);
  });
});
