import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageResponse } from './page-files.ts';

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-page-'));
  folder = join(root, 'page');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'index.html'),
    '<meta content="__STYLE_NONCE__"><style nonce="__STYLE_NONCE__"></style>',
  );
  await writeFile(join(folder, 'assets', 'main.js'), 'export {};');
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'notes.secret'), 'secret');
  await writeFile(join(root, 'outside.js'), 'secret');
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const noncesOf = (policy: string | undefined) =>
  [...(policy ?? '').matchAll(/'nonce-([^']+)'/g)].map(([, nonce]) => nonce);

it('puts the nonce of the policy into the page, another one each time', async () => {
  const [first, second] = [await pageResponse(folder, '/'), await pageResponse(folder, '/')];
  const [nonce = '', ...others] = noncesOf(first.headers['Content-Security-Policy']);
  expect(others).toEqual([]);
  expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
  expect(first.body.toString()).toBe(`<meta content="${nonce}"><style nonce="${nonce}"></style>`);
  expect(noncesOf(second.headers['Content-Security-Policy'])).not.toEqual([nonce]);
  expect(first.headers['Cache-Control']).toBe('no-store');
});

it('allows nothing unsafe and nothing from elsewhere', async () => {
  const { headers } = await pageResponse(folder, '/');
  const policy = headers['Content-Security-Policy'] ?? '';
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(policy).toContain("default-src 'none'");
  expect(headers).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  });
});

it('serves a file with its type', async () => {
  const { status, headers, body } = await pageResponse(folder, '/assets/main.js');
  expect([status, headers['Content-Type'], body.toString()]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'export {};',
  ]);
});

it('lets browsers keep for good only what has its content in its name', async () => {
  expect((await pageResponse(folder, '/assets/main.js')).headers['Cache-Control']).toContain('immutable');
  expect((await pageResponse(folder, '/icon.svg')).headers['Cache-Control']).toBe('no-cache');
});

it.each([
  '/../outside.js',
  '/%2e%2e/outside.js',
  '/assets/../../outside.js',
  '/..%2foutside.js',
  '/..%5coutside.js',
  '/assets/..%2f..%2foutside.js',
  '/%00.js',
  '/%zz.js',
  '/notes.secret',
  '/assets',
  '/assets/',
  '/missing.js',
  'outside.js',
])('does not find %s', async (pathname) => {
  const { status, body } = await pageResponse(folder, pathname);
  expect(status).toBe(404);
  expect(body.toString()).not.toContain('secret');
});

it('says what to do when the page was not built', async () => {
  const { status, body } = await pageResponse(join(root, 'nowhere'), '/');
  expect(status).toBe(500);
  expect(body.toString()).toContain('npm run bundle');
});
