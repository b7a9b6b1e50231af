import { describe, expect, it } from 'vitest';
import { cellText, gridSummary, heatGrid, moveCell } from './heat-data.ts';

const layer = (number: number, heads: (number | null)[]) => ({
  layer: number,
  keptFraction: null,
  computed: 1,
  heads,
});
const grid = heatGrid([layer(0, [null, null, null]), layer(1, [0.1, 0.3, null]), layer(2, [0.2, 0.2])]);

describe('the grid', () => {
  it('has a column a layer and a row a head, with holes where nothing was chosen', () => {
    expect(grid).toEqual({
      layers: [0, 1, 2],
      heads: 3,
      values: [
        [null, null, null],
        [0.1, 0.3, null],
        [0.2, 0.2, null],
      ],
      max: 0.3,
    });
  });

  it('is empty for a model without counters', () => {
    expect(heatGrid([])).toEqual({ layers: [], heads: 0, values: [], max: 0 });
  });
});

describe('its words', () => {
  it('name a cell', () => {
    expect(cellText(grid, 1, 1)).toBe('Layer 1, head 1: 30% kept');
    expect(cellText(grid, 0, 2)).toBe('Layer 0, head 2: ran dense');
  });

  it('sum it up', () => {
    expect(gridSummary(grid)).toBe('3 layers of 3 heads. Kept between 10% and 30%, on average 20%.');
    expect(gridSummary(heatGrid([layer(0, [null])]))).toContain('No head');
  });
});

it('is walked with the arrow keys and not left', () => {
  expect(moveCell(grid, [1, 1], 'ArrowRight')).toEqual([2, 1]);
  expect(moveCell(grid, [2, 1], 'ArrowRight')).toEqual([2, 1]);
  expect(moveCell(grid, [0, 0], 'ArrowUp')).toEqual([0, 0]);
  expect(moveCell(grid, [0, 2], 'ArrowDown')).toEqual([0, 2]);
  expect(moveCell(grid, [1, 1], 'Home')).toEqual([0, 1]);
  expect(moveCell(grid, [1, 1], 'x')).toBeNull();
});
