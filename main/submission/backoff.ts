/** Full jitter: anywhere between nothing and the exponential bound, so that 2,000 booths do not come back at once. */
export const fullJitter = (
  failures: number,
  bounds: Readonly<{ baseMs: number; capMs: number }>,
  random: () => number,
): number => random() * Math.min(bounds.capMs, bounds.baseMs * 2 ** Math.min(failures - 1, 30))
