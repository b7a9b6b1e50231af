import { describe, expect, it } from 'vitest';
import { nextSelection, withChange } from './app-slice.ts';
import { someState } from './fixtures.ts';

describe('a change of the state', () => {
  it('replaces the slices it names, whole', () => {
    const before = someState();
    const after = withChange(before, {
      activity: { kind: 'reading', documentId: 'a', mode: 'sparse', stopping: true },
    });
    expect(after?.activity?.stopping).toBe(true);
    expect(after?.documents).toBe(before.documents);
    expect(withChange(after, { activity: null })?.activity).toBeNull();
  });

  it('has nothing to change before the first whole state', () => expect(withChange(null, { fault: null })).toBeNull());
});

describe('the selected document', () => {
  it('is the one just opened', () => expect(nextSelection('a', ['a'], ['a', 'b'])).toBe('b'));
  it('stays while it is open', () => expect(nextSelection('a', ['a', 'b'], ['a'])).toBe('a'));
  it('is the neighbour of the one closed', () => {
    expect(nextSelection('a', ['a', 'b', 'c'], ['b', 'c'])).toBe('b');
    expect(nextSelection('c', ['a', 'b', 'c'], ['a', 'b'])).toBe('b');
    expect(nextSelection('a', ['a'], [])).toBeNull();
  });
  it('is kept over a reload, when every document is new to the page', () => {
    expect(nextSelection('a', null, ['a', 'b'])).toBe('a');
    expect(nextSelection('gone', null, ['a', 'b'])).toBe('b');
  });
});
