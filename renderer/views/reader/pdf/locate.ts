/** Finds a passage in a text that says the same with other spaces, line ends and hyphens, as a page and the text taken out of it do. */

/** What does not count: white space, hyphens at line ends and soft ones. */
const IGNORED = /[\s\u00AD\u2010\u2011-]/;

/** Letters that pages write as one sign. */
const LIGATURES: Readonly<Record<string, string>> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };

interface Plain {
  text: string;
  /** For each code unit of `text`, where it comes from. */
  from: number[];
}

function plain(text: string): Plain {
  let kept = '';
  const from: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (IGNORED.test(letter)) continue;
    const written = LIGATURES[letter] ?? letter.toLowerCase();
    for (const one of written) {
      kept += one;
      for (let unit = 0; unit < one.length; unit += 1) from.push(at);
    }
  }
  return { text: kept, from };
}

/**
 * @param hint share of the text, 0 to 1, at which the passage is expected: of several places the nearest is taken
 * @returns [start, end) in `text`; null when it is not there
 */
export function locate(text: string, passage: string, hint: number): [number, number] | null {
  const hay = plain(text);
  const needle = plain(passage).text;
  if (needle === '') return null;
  const expected = hint * hay.text.length;
  let best = -1;
  for (let at = hay.text.indexOf(needle); at !== -1; at = hay.text.indexOf(needle, at + 1)) {
    if (best !== -1 && Math.abs(at - expected) >= Math.abs(best - expected)) break;
    best = at;
  }
  const first = hay.from[best];
  const last = hay.from[best + needle.length - 1];
  return first === undefined || last === undefined ? null : [first, last + 1];
}
