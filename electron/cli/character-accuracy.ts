/** How many characters of a known text an extraction got right. */

export interface Accuracy {
  /** Characters of the known text. */
  characters: number;
  /** Insertions, deletions and replacements between the two. */
  errors: number;
}

/**
 * Counts the edits between two texts. White space counts as one space wherever it is and nothing at the ends; quotation marks and
 * hyphens count as equal whatever their shape, because programs that set type change them.
 */
export function compareTexts(known: string, extracted: string): Accuracy {
  const [a, b] = [normalised(known), normalised(extracted)];
  return { characters: a.length, errors: editDistance(a, b) };
}

function normalised(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The fewest insertions, deletions and replacements that make one of the other. Time grows with length times distance. */
export function editDistance(a: string, b: string): number {
  for (let most = 64; ; most *= 2) {
    const distance = bandedDistance(a, b, most);
    if (distance <= most) return distance;
  }
}

/** Exact when it is at most `most`, otherwise anything above: only cells that near the diagonal are looked at. */
function bandedDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const width = 2 * most + 1;
  let row = new Int32Array(width).fill(most + 1);
  let next = new Int32Array(width);
  // Column `k` of a row stands for place `i + k - most` of `b`.
  for (let k = most; k < width; k++) row[k] = k - most;
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    for (let k = 0; k < width; k++) {
      const j = i + k - most;
      if (j < 0 || j > b.length) {
        next[k] = most + 1;
        continue;
      }
      const removed = (k + 1 < width ? (row[k + 1] ?? 0) : most) + 1;
      const added = (k > 0 ? (next[k - 1] ?? 0) : most) + 1;
      const kept = j === 0 ? most + 1 : (row[k] ?? 0) + (b.charCodeAt(j - 1) === letter ? 0 : 1);
      next[k] = Math.min(removed, added, kept);
    }
    [row, next] = [next, row];
  }
  return row[b.length - a.length + most] ?? most + 1;
}
