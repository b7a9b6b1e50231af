import { describe, expect, it } from 'vitest';
import { loadDocument } from '../load-document.ts';
import { testFolder } from '../fixtures/test-folder.ts';
import { parseHtml } from './html-document.ts';

const put = testFolder();
const textOf = (markup: string) => parseHtml(markup).text;

describe('HTML', () => {
  it('reads what a reader sees, in order', () => {
    const page = `<!doctype html><title>Not this</title><style>p{}</style><nav><a>Menu</a></nav>
      <h1>The <em>Keeper</em></h1>
      <p>He wrote
         it down,<br>every   day.</p><script>alert(1)</script><p hidden>no</p><div style="display: none">no</div>
      <blockquote><p>“Winds.”</p></blockquote>`;
    expect(textOf(page)).toBe('The Keeper\n\nHe wrote it down,\nevery day.\n\n“Winds.”\n');
  });

  it('makes lines of list items and of table rows', () => {
    const page = `<ul><li>one<li><p>two</p><ol start="4"><li>four<li>five</ol></ul>
      <table><caption>Ports</caption><tr><th>Port<th>Days<tr><td><b>Nan</b>tucket<td>3<br>or 4<tr><td><td>9</table>`;
    expect(textOf(page)).toBe('- one\n\n- two\n\n  4. four\n  5. five\n\nPorts\nPort\tDays\nNantucket\t3 or 4\n\t9\n');
  });

  it('reads a table that lays out a page as the blocks it holds', () => {
    expect(textOf('<table><tr><td><h1>Head</h1><p>One.</p></td><td><p>Two.</p></td></tr></table>')).toBe(
      'Head\n\nOne.\n\nTwo.\n',
    );
  });

  it('keeps the lines of preformatted text', () => {
    expect(textOf('<p>x</p><pre>\n if (a)\n\n   b();\n</pre><p>y</p>')).toBe('x\n\n if (a)\n\n   b();\n\ny\n');
  });

  it('leaves out the way back from a footnote, and keeps the note', () => {
    const page =
      '<p>Text<a href="#fn1"><sup>1</sup></a></p><ol><li id="fn1"><p>Note.<a href="#r" role="doc-backlink">↩︎</a></p></li></ol>';
    expect(textOf(page)).toBe('Text1\n\n1. Note.\n');
  });

  it('makes an outline of its headings', () => {
    const { outline, spans, text } = parseHtml('<p>Before</p><h1>A</h1><p>a</p><h2>B</h2><p>b</p><h1>C</h1><p>c</p>');
    expect(outline.map(({ title, level, start, end }) => [title, level, text.slice(start, end)])).toEqual([
      ['A', 1, 'A\n\na\n\nB\n\nb\n\n'],
      ['B', 2, 'B\n\nb\n\n'],
      ['C', 1, 'C\n\nc\n'],
    ]);
    expect(spans.map(({ label, start, end }) => [label, text.slice(start, end)])).toEqual([
      ['A', 'A\n\na\n\n'],
      ['B', 'B\n\nb\n\n'],
      ['C', 'C\n\nc\n'],
    ]);
  });

  it('survives nesting that is deeper than any stack', () => {
    expect(textOf(`${'<div>'.repeat(100_000)}deep`)).toBe('deep\n');
  });

  it('follows the encoding that the page declares', async () => {
    const page = Buffer.from(
      '<html><head><meta charset="windows-1251"></head><body>\xcf\xf0\xe8\xe2\xe5\xf2</body></html>',
      'latin1',
    );
    const { text, format } = await loadDocument(await put('page.html', page));
    expect([format, text]).toEqual(['html', 'Привет\n']);
  });

  it('is known by its content where the name says nothing', async () => {
    expect((await loadDocument(await put('saved', '<!DOCTYPE html><p>Hello'))).text).toBe('Hello\n');
  });
});
