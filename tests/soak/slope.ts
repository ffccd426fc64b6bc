/** Least squares over values at 0, 1, 2, …; `upper` is the upper bound of the two-sided 95 % interval. */
export function slopeOf(values: readonly number[]): Readonly<{ slope: number; upper: number }> {
  const n = values.length
  const middle = (n - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  let spread = 0
  let shared = 0
  for (const [i, value] of values.entries()) {
    spread += (i - middle) ** 2
    shared += (i - middle) * (value - mean)
  }
  const slope = shared / spread
  const left = values.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0)
  // 1.96: the normal quantile, which Student's comes close to from 60 values on.
  return { slope, upper: slope + 1.96 * Math.sqrt(left / (n - 2) / spread) }
}
