import { expect, it } from 'vitest';
import { codeTokens, tokensOf } from './highlight-code.ts';
import { languageOf } from './languages.ts';

it('tells the language by the name of the file', () => {
  expect(['src/a.test.ts', 'Makefile', 'a/b.PY', 'notes.txt', 'LICENSE', 'x.h'].map(languageOf)).toEqual([
    'typescript',
    'bash',
    'python',
    null,
    null,
    'cpp',
  ]);
});

it('gives the offsets of the document, whatever stands in the code', () => {
  const code = 'const a = "<b>&amp;\'" < 1; // 😀 & more\n';
  const tokens = codeTokens(code, 'javascript', 500);
  const at = (index: number) => {
    const token = tokens[index];
    return token === undefined ? null : [token.className, code.slice(token.start - 500, token.end - 500)];
  };
  expect(at(0)).toEqual(['hljs-keyword', 'const']);
  expect(tokens.map((_token, index) => at(index))).toContainEqual(['hljs-string', '"<b>&amp;\'"']);
  expect(at(tokens.length - 1)).toEqual(['hljs-comment', '// 😀 & more']);
});

it('takes the innermost colour and no language it does not know', () => {
  expect(tokensOf('a<span class="x">b<span class="y">&lt;c</span>d</span>', 0)).toEqual([
    { start: 1, end: 2, className: 'x' },
    { start: 2, end: 4, className: 'y' },
    { start: 4, end: 5, className: 'x' },
  ]);
  expect(codeTokens('a', 'klingon', 0)).toEqual([]);
});

it('colours every language that a file name can lead to', () => {
  for (const name of [
    'a.js',
    'a.ts',
    'a.py',
    'a.c',
    'a.java',
    'a.kt',
    'a.cs',
    'a.go',
    'a.rs',
    'a.rb',
    'a.php',
    'a.swift',
  ]) {
    expect(codeTokens('if (true) { return "a" } // x', languageOf(name) ?? '', 0).length, name).toBeGreaterThan(0);
  }
  for (const [name, text] of [
    ['a.sh', 'echo "a"'],
    ['a.sql', 'select 1'],
    ['a.css', 'a { color: red }'],
    ['a.html', '<p>a</p>'],
    ['a.json', '{"a": 1}'],
    ['a.yml', 'a: 1'],
    ['a.toml', 'a = 1'],
    ['a.md', '# A'],
  ] as const) {
    expect(codeTokens(text, languageOf(name) ?? '', 0).length, name).toBeGreaterThan(0);
  }
});
