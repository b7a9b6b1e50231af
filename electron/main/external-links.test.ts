import { expect, it } from 'vitest';
import { isExternalLink } from './external-links.ts';

it.each(['https://arxiv.org/abs/2505.23520', 'http://example.org/', 'mailto:ahab@example.org'])(
  'lets %s out',
  (url) => {
    expect(isExternalLink(url)).toBe(true);
  },
);

it.each([
  'file:///etc/passwd',
  'smb://server/share',
  'javascript:alert(1)',
  'app://anchorite/',
  'ms-msdt:/id',
  '/relative',
  '',
])('keeps %s in', (url) => {
  expect(isExternalLink(url)).toBe(false);
});
