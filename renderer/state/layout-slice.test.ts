import { expect, it } from 'vitest';
import { withPanel, withWidth } from './layout-slice.ts';

const wide = { sidebarOpen: true, reportOpen: true, narrow: false, gaveWay: null };

it('keeps one side panel in a narrow window, and both in a wide one', () => {
  const narrow = withWidth(wide, true);
  expect(narrow).toMatchObject({ sidebarOpen: true, reportOpen: false, narrow: true });
  expect(withPanel(narrow, 'reportOpen', true)).toMatchObject({ sidebarOpen: false, reportOpen: true });
  expect(withPanel(narrow, 'sidebarOpen', false)).toMatchObject({ sidebarOpen: false, reportOpen: false });
  expect(withPanel({ ...wide, reportOpen: false }, 'reportOpen', true)).toEqual(wide);
});

it('brings back what a narrow window took away, and only that', () => {
  const narrow = withWidth(wide, true);
  expect(withWidth(narrow, false)).toEqual(wide);
  expect(withWidth(withPanel(narrow, 'reportOpen', true), false)).toEqual(wide);
  const closed = { ...wide, reportOpen: false };
  expect(withWidth(withWidth(closed, true), false)).toEqual(closed);
  const opened = withPanel(withPanel(narrow, 'reportOpen', true), 'reportOpen', false);
  expect(withWidth(opened, false)).toMatchObject({ sidebarOpen: true, reportOpen: false });
});
