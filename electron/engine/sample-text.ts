/** Texts for tests: numbered sentences of a small vocabulary, the same on every machine. */

const WORDS =
  'the harbour master wrote that a lamp was lit at dusk and ships came in slowly while gulls cried over grey water near old stone quay'.split(
    ' ',
  );

/** About 13 tokens a line for the starter model. `seed` makes different texts. */
export function sampleLines(lines: number, seed = 1): string[] {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return WORDS[(state >>> 16) % WORDS.length] ?? '';
  };
  return Array.from({ length: lines }, (_, line) => {
    const words = Array.from({ length: 9 }, next).join(' ');
    return `${line + 1}. ${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  });
}
