import { expect, it } from 'vitest';
import { withPanel, withWidth } from './layout-slice.ts';

const wide = { sidebarOpen: true, reportOpen: true, narrow: false };

it('keeps one side panel in a narrow window, and both in a wide one', () => {
  const narrow = withWidth(wide, true);
  expect(narrow).toEqual({ sidebarOpen: true, reportOpen: false, narrow: true });
  expect(withPanel(narrow, 'reportOpen', true)).toMatchObject({ sidebarOpen: false, reportOpen: true });
  expect(withPanel(narrow, 'sidebarOpen', false)).toMatchObject({ sidebarOpen: false, reportOpen: false });
  expect(withPanel({ ...wide, reportOpen: false }, 'reportOpen', true)).toEqual(wide);
});
