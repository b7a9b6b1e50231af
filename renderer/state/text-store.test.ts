import { expect, it } from 'vitest';
import { TEXT_PAGE, TextStore } from './text-store.ts';

function counted(text: string) {
  const asked: [number, number][] = [];
  const store = new TextStore(text.length, (start, end) => {
    asked.push([start, end]);
    return Promise.resolve(text.slice(start, end));
  });
  return { store, asked };
}

const text = Array.from({ length: TEXT_PAGE * 3 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');

it('reads a stretch across pages, and each page once', async () => {
  const { store, asked } = counted(text);
  const [start, end] = [TEXT_PAGE - 5, TEXT_PAGE * 2 + 5];
  expect(store.peek(start, end)).toBeNull();
  const [one, two] = await Promise.all([store.read(start, end), store.read(start, end)]);
  expect(one).toBe(text.slice(start, end));
  expect(two).toBe(one);
  expect(asked).toHaveLength(3);
  expect(store.peek(start, end)).toBe(one);
});

it('keeps within the text', async () => {
  const { store, asked } = counted('abc');
  expect(await store.read(1, 99)).toBe('bc');
  expect(await store.read(5, 9)).toBe('');
  expect(store.peek(3, 3)).toBe('');
  expect(asked).toEqual([[0, 3]]);
});

it('forgets what was not used for long, and tells its listeners what arrives', async () => {
  const long = new TextStore(TEXT_PAGE * 80, (start, end) => Promise.resolve('x'.repeat(end - start)));
  let heard = 0;
  const stop = long.subscribe(() => (heard += 1));
  for (let page = 0; page < 70; page += 1) {
    await long.read(page * TEXT_PAGE, page * TEXT_PAGE + 1);
    long.peek(0, 1);
  }
  expect(heard).toBe(70);
  stop();
  expect(long.peek(0, 1)).toBe('x');
  expect(long.peek(TEXT_PAGE, TEXT_PAGE + 1)).toBeNull();
  expect(long.peek(TEXT_PAGE * 69, TEXT_PAGE * 69 + 1)).toBe('x');
});

it('asks again after a failure', async () => {
  let fail = true;
  const store = new TextStore(3, () => (fail ? Promise.reject(new Error('gone')) : Promise.resolve('abc')));
  await expect(store.read(0, 3)).rejects.toThrow('gone');
  fail = false;
  expect(await store.read(0, 3)).toBe('abc');
});
