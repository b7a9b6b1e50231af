import { expect, it } from 'vitest';
import { SpeedWindow } from './speed-window.ts';

it('says nothing before enough has arrived', () => {
  const speed = new SpeedWindow();
  expect(speed.bytesPerSecond).toBeNull();
  speed.add(0, 0);
  speed.add(500, 500);
  expect(speed.bytesPerSecond).toBeNull();
  speed.add(1000, 1000);
  expect(speed.bytesPerSecond).toBe(1000);
});

it('looks at the last seconds only', () => {
  const speed = new SpeedWindow();
  for (let second = 0; second <= 10; second++) speed.add(second * 1000, second * 1000);
  for (let second = 11; second <= 20; second++) speed.add(10_000 + (second - 10) * 50, second * 1000);
  expect(speed.bytesPerSecond).toBe(50);
});

it('starts anew when the bytes go back', () => {
  const speed = new SpeedWindow();
  speed.add(10_000, 0);
  speed.add(20_000, 2000);
  speed.add(0, 3000);
  expect(speed.bytesPerSecond).toBeNull();
  speed.add(4000, 5000);
  expect(speed.bytesPerSecond).toBe(2000);
});
