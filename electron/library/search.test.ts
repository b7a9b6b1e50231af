import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpenedLibrary } from './fixtures/opened-library.ts';
import { bestMatch, fold, matchExpression, termsOf } from './search-query.ts';

describe('a query', () => {
  it.each([
    ['white whale ', '"white" AND "whale"'],
    ['white whal', '"white" AND "whal" *'],
    ['wh', '"wh"'],
    ['"the white whale" ship ', '"the white whale" AND "ship"'],
    ['“Moby-Dick', '"moby dick" *'],
    ['co-operate, ', '"co operate"'],
    ['Éclair ', '"eclair"'],
    ['NOT "a* OR b^ NEAR(', '"not" AND "a or b near"'],
    ['“” , "', ''],
  ])('%j is %j', (query, expression) => {
    expect(matchExpression(termsOf(query))).toBe(expression);
  });

  it('is folded without moving anything', () => {
    const text = 'ÉCLAIR İstanbul ß 𝒳ﬁ e\u0301';
    expect(fold(text)).toHaveLength(text.length);
    expect(fold('ÉCLAIR')).toBe('eclair');
  });

  it('shows the place where most of its words stand together', () => {
    const passage = `whale ${'x '.repeat(100)} the white, white whale swims`;
    const { start, end } = bestMatch(passage, termsOf('white whale ')) ?? { start: 0, end: 0 };
    expect([start, passage.slice(start, end)]).toEqual([passage.indexOf('white'), 'white']);
    expect(bestMatch('the Cafe\u0301s', termsOf('café'))).toEqual({ start: 4, end: 10 });
    expect(bestMatch('whales', termsOf('whale '))).toBeNull();
  });
});

describe('search', () => {
  let opened: OpenedLibrary;
  beforeEach(async () => void (opened = await OpenedLibrary.make()));
  afterEach(() => opened.end());

  it('finds passages with their place and what stands around them', async () => {
    const text = `${'Nothing of note happens here, for pages and pages.\n'.repeat(60)}\n\nThen the WHÍTE\nwhale rose, and all the men shouted at once.\n\n${'More of the same.\n'.repeat(200)}`;
    const at = text.indexOf('WHÍTE');
    const spans = [
      { start: 0, end: at - 10, kind: 'page' as const, label: 'xi' },
      { start: at - 10, end: text.length, kind: 'page' as const, label: '12' },
    ];
    await opened.put({ id: 'book', title: 'A book', text, spans });
    await opened.put({ id: 'other', text: 'A white house. A whale elsewhere.' });
    const { hits, total } = await opened.store.search('"white whale"', null, 10);
    expect(total).toBe(1);
    expect(hits).toEqual([
      {
        id: 'book',
        title: 'A book',
        before: expect.stringMatching(/^\S.*Then the $/) as string,
        match: 'WHÍTE whale',
        after: expect.stringContaining(' rose, and all the men shouted') as string,
        start: at,
        end: at + 'WHÍTE\nwhale'.length,
        place: 'Page 12',
      },
    ]);
    expect((await opened.store.search('white whale', null, 10)).total).toBe(2);
    expect((await opened.store.search('white whale', 'other', 10)).hits.map(({ id }) => id)).toEqual(['other']);
    expect((await opened.store.search('white', 'nobody', 10)).total).toBe(0);
  });

  it.each(['"', '*', 'AND', '(', 'a"b', '""', '-', 'NEAR/2', "'; DROP TABLE texts", '𝒳', '\0'])(
    'takes %j for words, not for a language',
    async (query) => {
      await opened.put({ id: 'a', text: 'and near' });
      await expect(opened.store.search(query, null, 10)).resolves.toBeDefined();
    },
  );

  it('finds the new text of a document that was read again, and not the old one', async () => {
    await opened.put({ id: 'a', text: 'an old whale' });
    await opened.put({ id: 'a', text: 'a new ship' });
    expect((await opened.store.search('whale', null, 10)).total).toBe(0);
    expect((await opened.store.search('ship', null, 10)).hits).toMatchObject([{ id: 'a', start: 6 }]);
    await opened.library.sweep();
    expect((await opened.store.search('ship', null, 10)).total).toBe(1);
    expect(await opened.bytesOf('whale')).toEqual([]);
  });
});

describe('the reader’s find', () => {
  let opened: OpenedLibrary;
  beforeEach(async () => void (opened = await OpenedLibrary.make()));
  afterEach(() => opened.end());

  const places = async (text: string, query: string, most = 100) => {
    const { textKey } = await opened.put({ id: 'a', text });
    const { matches, more } = await opened.store.find(textKey, query, most);
    return {
      found: matches.map(({ start, end }) => text.slice(start, end)),
      starts: matches.map(({ start }) => start),
      more,
    };
  };

  it('looks past case, line ends, hyphens at them and kinds of quotation marks', async () => {
    const text =
      'White whale, WHITE\n  WHALE, white wha-\nle, white\u00a0whale, white\twha\u00adle, whitewhale, a white-whale.';
    expect((await places(text, 'white whale')).found).toEqual([
      'White whale',
      'WHITE\n  WHALE',
      'white wha-\nle',
      'white\u00a0whale',
      'white\twha\u00adle',
    ]);
    expect((await places('Ahab’s “leg”', 'ahab\'s "LEG"')).found).toEqual(['Ahab’s “leg”']);
  });

  it('takes every character as it is', async () => {
    expect((await places('f(x) = [a-z]+ \\d $1 a.b', 'F(X) = [A-Z]+ \\d $1')).found).toEqual(['f(x) = [a-z]+ \\d $1']);
    expect((await places('axb a.b', 'a.b')).found).toEqual(['a.b']);
    expect((await places('nothing', '   ')).found).toEqual([]);
  });

  it('finds each place once in a text of several windows, up to a number', async () => {
    const line = `${'x'.repeat(997)}whale\n`;
    const text = line.repeat(3_000);
    const { starts, more } = await places(text, 'whale', 5_000);
    expect([starts.length, more]).toEqual([3_000, false]);
    expect(starts.every((start, at) => start === at * line.length + 997)).toBe(true);
    const { textKey } = await opened.store.document('a');
    expect(await opened.store.find(textKey, 'whale', 10)).toMatchObject({ more: true });
    // Across the border of two windows.
    const border = 'y'.repeat(1024 * 1024 - 3);
    expect((await places(`${border}whale and whale`, 'whale')).starts).toEqual([border.length, border.length + 10]);
  });
});
