import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPOSITORY, run } from './commands.mjs';
import { isUpToDate, npmCommand } from './npm-packages.mjs';
import { readArguments } from './start-arguments.mjs';
import { ensureNode } from './steps.mjs';
import { needsFor } from './system-packages.mjs';
import { findElectron } from './electron.mjs';
import { playwrightCounts, sumOfCounts, vitestCounts } from './test-counts.mjs';
import { whyNoDisplay } from './window.mjs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-setup-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('ensureNode', () => {
  it('accepts 20.19 and newer', () => {
    ensureNode('20.19.0');
    ensureNode('22.0.0');
    ensureNode();
  });

  it('refuses older ones with what to do', () => {
    expect(() => {
      ensureNode('20.18.3');
    }).toThrow('Node.js 20.19 or newer is needed, this is 20.18.3');
  });
});

describe('isUpToDate', () => {
  const lock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });

  async function given(wanted: object, installed: object | undefined): Promise<boolean> {
    await writeFile(join(folder, 'package-lock.json'), lock({ '': {}, ...wanted }));
    await mkdir(join(folder, 'node_modules', 'a'), { recursive: true });
    if (installed !== undefined) {
      await writeFile(join(folder, 'node_modules', '.package-lock.json'), lock(installed));
    }
    return isUpToDate(folder);
  }

  it('is content with the same versions, and with optional packages missing', async () => {
    const a = { 'node_modules/a': { version: '1.0.0' } };
    expect(await given({ ...a, 'node_modules/b': { version: '1.0.0', optional: true } }, a)).toBe(true);
  });

  it.each<[string, object, object | undefined]>([
    ['nothing was installed', {}, undefined],
    ['a version differs', { 'node_modules/a': { version: '2.0.0' } }, { 'node_modules/a': { version: '1.0.0' } }],
    ['a package is missing', { 'node_modules/b': { version: '1.0.0' } }, {}],
    [
      'a folder was removed',
      { 'node_modules/gone': { version: '1.0.0' } },
      { 'node_modules/gone': { version: '1.0.0' } },
    ],
  ])('wants an installation when %s', async (_name, wanted, installed) => {
    expect(await given(wanted, installed)).toBe(false);
  });

  it('holds for the installation that runs this', () => {
    expect(isUpToDate(REPOSITORY)).toBe(true);
  });
});

describe('run', () => {
  it('gives the exit code and the output', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    const { code, output } = await run(process.execPath, ['-e', script]);
    expect(code).toBe(3);
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('has the exit code of a shell for what cannot be started or was ended', async () => {
    expect((await run('no-such-program', [])).code).toBe(127);
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGKILL', 137],
    ] as const) {
      expect((await run(process.execPath, ['-e', `process.kill(process.pid, "${signal}")`])).code).toBe(code);
    }
  });
});

describe('what the system has to have', () => {
  const names = (options: Parameters<typeof needsFor>[0]) => needsFor(options).map(({ name }) => name);
  const prebuilt = { ANCHORITE_RUNTIME: 'prebuilt' };

  it('is no compiler where nothing is compiled', () => {
    expect(names({ tests: false, env: {} })).toEqual(expect.arrayContaining(['cmake', 'a C++ compiler (c++)', 'pip']));
    expect(names({ tests: false, env: prebuilt })).toEqual(['python3', 'pip']);
    expect(names({ tests: true, env: prebuilt })).toContain('cmake');
  });
});

describe('npmCommand', () => {
  const script = join('npm', 'bin', 'npm-cli.js');

  it.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, string[]]>([
    ['the npm that runs this', { npm_execpath: `/opt/${script}` }, 'win32', [process.execPath, `/opt/${script}`]],
    ['the npm of the PATH', {}, 'linux', ['npm']],
    ['npm where another program runs this', { npm_execpath: '/opt/yarn.js' }, 'linux', ['npm']],
  ])('is %s', (_name, env, platform, command) => {
    expect(npmCommand(env, platform)).toEqual(command);
  });

  it('never is the batch file of Windows', () => {
    const [program, npm] = npmCommand({}, 'win32');
    expect([program, npm?.endsWith(script)]).toEqual([process.execPath, true]);
  });
});

describe('the arguments of npm start', () => {
  it.each([
    [[], { help: false, browser: false, paths: [] }],
    [['a.txt', 'b'], { help: false, browser: false, paths: ['a.txt', 'b'] }],
    [['a.txt', '--', '-odd.txt', '--help'], { help: false, browser: false, paths: ['a.txt', '-odd.txt', '--help'] }],
    [['--port', '8080', 'a.txt'], { help: false, browser: true, paths: [] }],
    [['-h'], { help: true, browser: true, paths: [] }],
  ])('%j', (words, read) => {
    expect(readArguments(words)).toEqual(read);
  });
});

describe('main', () => {
  it('says a SetupError in one line on stderr', async () => {
    const script = `
      import { main, SetupError } from ${JSON.stringify(new URL('./commands.mjs', import.meta.url).href)};
      await main(async () => { throw new SetupError('missing: x. Run: y'); });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const ended = new Promise((resolve) => child.on('close', resolve));
    expect(await Promise.all([text(child.stdout), text(child.stderr), ended])).toEqual(['', 'missing: x. Run: y\n', 1]);
  });
});

describe('counting tests', () => {
  it('sums the lines of several programs', () => {
    expect(
      sumOfCounts('12 passed, 0 failed\nnoise 3 passed, 4 failed\nkernels: 2 passed, 1 failed, 5 skipped\n'),
    ).toEqual({
      passed: 14,
      failed: 1,
    });
    expect(sumOfCounts('crashed')).toEqual({ passed: 0, failed: 0 });
  });

  it("reads vitest's report, and counts a file that did not load", () => {
    const testResults = [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
    ];
    const json = JSON.stringify({ numPassedTests: 1, numFailedTests: 1, testResults });
    expect(vitestCounts(json)).toEqual({ passed: 1, failed: 2 });
  });

  it.each([
    ['all passed', { expected: 3, unexpected: 0, flaky: 0 }, [], { passed: 3, failed: 0 }],
    [
      'one failed, one passed at the second try',
      { expected: 1, unexpected: 1, flaky: 1 },
      [],
      { passed: 1, failed: 2 },
    ],
    [
      'the setup failed',
      { expected: 0, unexpected: 0, flaky: 0 },
      [{ message: 'no Chromium' }],
      { passed: 0, failed: 1 },
    ],
    ['there was nothing to run', { expected: 0, unexpected: 0, flaky: 0 }, [], { passed: 0, failed: 1 }],
  ])("reads Playwright's report when %s", (_name, stats, errors, counts) => {
    expect(playwrightCounts(JSON.stringify({ stats, errors }))).toEqual(counts);
  });
});

describe('the window', () => {
  it.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, number | undefined, string | undefined]>([
    ['a display', { DISPLAY: ':0' }, 'linux', 1000, undefined],
    ['Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000, undefined],
    ['neither', { DISPLAY: '' }, 'linux', 1000, 'there is no display'],
    ['root', { DISPLAY: ':0' }, 'linux', 0, "Chromium's sandbox refuses to run as root"],
    ['macOS, which has no DISPLAY', {}, 'darwin', 501, undefined],
    ['Windows, which has no users with numbers', {}, 'win32', undefined, undefined],
  ])('with %s', (_name, env, platform, user, reason) => {
    expect(whyNoDisplay(env, platform, user)).toBe(reason);
  });

  it('says where an Electron was expected', async () => {
    expect(await findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
      problem: `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, where there is no Electron`,
    });
  });

  it('finds the Electron of the folder named', async () => {
    await writeFile(join(folder, 'electron'), '');
    await writeFile(join(folder, 'version'), 'v25.1.1\n');
    const found = await findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(found).toEqual({ folder, executable: join(folder, 'electron'), version: '25.1.1' });
  });
});
