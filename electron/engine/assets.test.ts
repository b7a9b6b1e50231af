import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { assetPath, assetsFolder } from './assets.ts';

const root = mkdtempSync(path.join(tmpdir(), 'anchorite-assets-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function makeAssets(...folders: string[]): string {
  const assets = path.join(root, ...folders, 'assets');
  mkdirSync(assets, { recursive: true });
  writeFileSync(path.join(assets, 'models.json'), '{}');
  return assets;
}

describe('assetsFolder', () => {
  it('is the one of the repository for the sources', () => {
    expect(assetPath('samples')).toBe(fileURLToPath(new URL('../../assets/samples', import.meta.url)));
  });

  it('passes folders of that name without a catalogue, and says so when there is none', () => {
    const assets = makeAssets('plain');
    mkdirSync(path.join(root, 'plain', 'dist', 'assets'), { recursive: true });
    expect(assetsFolder(path.join(root, 'plain', 'dist', 'app', 'main.cjs'))).toBe(assets);
    expect(() => assetsFolder(path.join(root, 'elsewhere', 'main.cjs'))).toThrow('no folder assets/ with models.json');
  });

  it('prefers the unpacked copy of an archive, and takes the archive without one', () => {
    const packed = makeAssets('resources', 'app.asar');
    const running = path.join(root, 'resources', 'app.asar', 'dist', 'app', 'main.cjs');
    expect(assetsFolder(running)).toBe(packed);
    const unpacked = makeAssets('resources', 'app.asar.unpacked');
    expect(assetsFolder(running)).toBe(unpacked);
    expect(assetsFolder(path.join(root, 'resources', 'app.asar.unpacked', 'dist', 'app', 'engine.mjs'))).toBe(unpacked);
  });

  it.each(['esm', 'cjs'] as const)('works in a bundle of kind %s', async (format) => {
    const assets = makeAssets(`bundled-${format}`);
    const outfile = path.join(root, `bundled-${format}`, 'dist', 'app', format === 'esm' ? 'a.mjs' : 'a.cjs');
    const entry = fileURLToPath(new URL('./assets.ts', import.meta.url));
    await build({ entryPoints: [entry], bundle: true, platform: 'node', format, outfile, logLevel: 'silent' });
    const made = (
      format === 'esm' ? await import(/* @vite-ignore */ pathToFileURL(outfile).href) : createRequire(outfile)(outfile)
    ) as { assetsFolder: typeof assetsFolder };
    expect(made.assetsFolder()).toBe(assets);
  });
});
