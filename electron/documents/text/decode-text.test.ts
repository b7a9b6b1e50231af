import { deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const TEXT = 'Ärger, naïve, 鯨 🐋\nsecond line\n';

/** One sentence in each of some encodings that name nothing. */
const FOREIGN = {
  Shift_JIS: '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。',
  'EUC-JP': '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。',
  GB18030: '道可道，非常道。名可名，非常名。无名天地之始。',
  Big5: '道可道，非常道。名可名，非常名。無名天地之始。',
  'EUC-KR': '나라의 말이 중국과 달라 문자와 서로 통하지 아니하므로',
  'KOI8-R': 'Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.',
  'windows-1251': 'Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.',
  'windows-1250':
    'Litwo! Ojczyzno moja! ty jesteś jak zdrowie; ile cię trzeba cenić, ten tylko się dowie, kto cię stracił.',
  'windows-1254': 'Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.',
};

/** Bytes without pattern, the same ones every time. */
function randomLike(length: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48271) % 0x7fffffff) & 0xff));
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte-order mark', () => {
    expect(decodeText(Buffer.from(TEXT))).toBe(TEXT);
    expect(decodeText(Buffer.from(`\uFEFF${TEXT}`))).toBe(TEXT);
  });

  it('reads UTF-16 of both byte orders by its mark', () => {
    expect(decodeText(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))).toBe(TEXT);
    expect(decodeText(utf16be(`\uFEFF${TEXT}`))).toBe(TEXT);
  });

  it('takes bytes that are not UTF-8 for windows-1252', () => {
    const bytes = Buffer.from('caf\xe9 \x93quoted\x94 and a good deal more plain text around it, 5 \x80', 'latin1');
    expect(decodeText(bytes)).toBe('café “quoted” and a good deal more plain text around it, 5 €');
  });

  it('turns CRLF into LF and leaves lone CR alone', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\n'))).toBe('a\nb\rc\n');
    expect(decodeText(Buffer.from('\uFEFFa\r\nb', 'utf16le'))).toBe('a\nb');
  });

  it.each([
    ['a PNG header', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a NUL far behind plain text', Buffer.concat([Buffer.alloc(5000, 'text '), Buffer.from([0]), Buffer.from('x')])],
    ['compressed data', deflateRawSync(randomLike(20_000))],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n')],
  ])('finds no text in %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });

  it('reads UTF-16 without a mark, and UTF-32 by its mark', () => {
    expect(decodeText(Buffer.from('plain words', 'utf16le'))).toBe('plain words');
    expect(decodeText(utf16be('plain words'))).toBe('plain words');
    expect(decodeText(Buffer.from('fffe00004100000042000000', 'hex'))).toBe('AB');
  });

  it.each(Object.entries(FOREIGN))('knows %s by its letters', (encoding, text) => {
    expect(decodeText(iconv.encode(`${'plain line\n'.repeat(9000)}${text}\n`, encoding))).toContain(text);
  });

  it('knows ISO-2022-JP by its escapes', () => {
    expect(decodeText(Buffer.from('1b24423863475a244f472d24472422246b21231b2842206f6b', 'hex'))).toBe(
      '吾輩は猫である。 ok',
    );
  });

  it('follows what a page says of its encoding, unless that cannot be', () => {
    const bytes = iconv.encode('ab \u0439\u0446', 'koi8-r');
    expect(decodeText(bytes, 'koi8-r')).toBe('ab \u0439\u0446');
    expect(decodeText(Buffer.from('é'), 'windows-1252')).toBe('é');
    expect(decodeText(Buffer.from('caf\xe9', 'latin1'), 'no-such-charset')).toBe('café');
  });

  it('keeps UTF-8 with one damaged byte', () => {
    const bytes = Buffer.concat([
      Buffer.from('Übermäßig schöne Wörter für Ähnliches, große Bäume, süße Äpfel. '.repeat(5)),
      Buffer.from([0xff]),
    ]);
    expect(decodeText(bytes)).toContain('süße Äpfel');
  });

  it('keeps text whose 512th byte cuts a character in two', () => {
    const text = `${'a'.repeat(511)}é and on`;
    expect(decodeText(Buffer.from(text))).toBe(text);
  });
});
