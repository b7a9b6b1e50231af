import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const TEXT = 'Ärger, naïve, 鯨 🐋\nsecond line\n';

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte-order mark', async () => {
    expect(await decodeText(Buffer.from(TEXT))).toBe(TEXT);
    expect(await decodeText(Buffer.from(`\uFEFF${TEXT}`))).toBe(TEXT);
  });

  it('reads UTF-16 of both byte orders by its mark', async () => {
    expect(await decodeText(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))).toBe(TEXT);
    expect(await decodeText(utf16be(`\uFEFF${TEXT}`))).toBe(TEXT);
  });

  it('takes bytes that are not UTF-8 for windows-1252', async () => {
    const bytes = Buffer.from('caf\xe9 \x93quoted\x94 and a good deal more plain text around it, 5 \x80', 'latin1');
    expect(await decodeText(bytes)).toBe('café “quoted” and a good deal more plain text around it, 5 €');
  });

  it('turns CRLF into LF and leaves lone CR alone', async () => {
    expect(await decodeText(Buffer.from('a\r\nb\rc\n'))).toBe('a\nb\rc\n');
    expect(await decodeText(Buffer.from('\uFEFFa\r\nb', 'utf16le'))).toBe('a\nb');
  });

  it.each([
    ['a PNG header', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a NUL far behind plain text', Buffer.concat([Buffer.alloc(5000, 'text '), Buffer.from([0]), Buffer.from('x')])],
    ['UTF-16 without a mark', Buffer.from('plain', 'utf16le')],
    ['UTF-32 with its mark', Buffer.from('fffe00004100000042000000', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n')],
  ])('finds no text in %s', async (_name, bytes) => {
    expect(await decodeText(bytes)).toBeUndefined();
  });

  it('keeps text whose 512th byte cuts a character in two', async () => {
    const text = `${'a'.repeat(511)}é and on`;
    expect(await decodeText(Buffer.from(text))).toBe(text);
  });
});
