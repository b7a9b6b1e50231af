import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeWheels } from '../fixtures/wheels.ts';
import { SourceError } from '../model-error.ts';
import { appendWheelMember } from './wheel.ts';

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * at) % 251));

let folder: string;
let wheel: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-wheel-'));
  [wheel = ''] = await makeWheels(folder, [{ name: 'tiny', member: 'tiny/data.bin', content: CONTENT }]);
  target = join(folder, 'target');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('appendWheelMember', () => {
  it('appends the member and gives its checksum', async () => {
    await writeFile(target, 'before');
    const sha256 = await appendWheelMember(wheel, 'tiny/data.bin', CONTENT.length, target);
    expect(sha256).toBe(createHash('sha256').update(CONTENT).digest('hex'));
    expect(await readFile(target)).toEqual(Buffer.concat([Buffer.from('before'), CONTENT]));
  });

  it('does not unpack a member of another size', async () => {
    await expect(appendWheelMember(wheel, 'tiny/data.bin', 5, target)).rejects.toThrow('200000 bytes instead of 5');
    await expect(readFile(target)).rejects.toThrow('ENOENT');
  });

  it('says when the member is not there', async () => {
    await expect(appendWheelMember(wheel, 'other.bin', 5, target)).rejects.toThrow('the package has no other.bin');
  });

  it('notices a damaged archive', async () => {
    const bytes = await readFile(wheel);
    bytes.writeUInt8(bytes.readUInt8(300) ^ 0xff, 300);
    await writeFile(wheel, bytes);
    const damaged = appendWheelMember(wheel, 'tiny/data.bin', CONTENT.length, target);
    await expect(damaged).rejects.toBeInstanceOf(SourceError);
  });

  it('notices an archive that was cut short', async () => {
    await truncate(wheel, 1000);
    const cut = appendWheelMember(wheel, 'tiny/data.bin', CONTENT.length, target);
    await expect(cut).rejects.toThrow('the package is damaged');
  });

  it('does not blame the archive for a disk that cannot be written to', async () => {
    const failed = appendWheelMember(wheel, 'tiny/data.bin', CONTENT.length, join(folder, 'none', 'target'));
    await expect(failed).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
