/** The value below which `share` (0…1) of the values lie; NaN for none. Does not change its argument. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return Number.NaN
  const position = share * (sorted.length - 1)
  const low = Math.floor(position)
  const a = sorted[low] ?? Number.NaN
  const b = sorted[Math.min(sorted.length - 1, low + 1)] ?? a
  return a + (b - a) * (position - low)
}

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5)

export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0
  return values.length === 0 ? Number.NaN : sum / values.length
}

/** Ordinary least squares: weights w with rows · w ≈ targets. Solves the normal equations. */
export function leastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0
  const system = Array.from({ length: size }, () => new Float64Array(size + 1))
  for (const [position, row] of rows.entries()) {
    const target = targets[position] ?? 0
    for (let i = 0; i < size; i++) {
      const line = system[i]
      if (line === undefined) continue
      const value = row[i] ?? 0
      for (let j = 0; j < size; j++) line[j] = (line[j] ?? 0) + value * (row[j] ?? 0)
      line[size] = (line[size] ?? 0) + value * target
    }
  }
  // A trace of ridge keeps the system solvable where the rows leave a direction open.
  for (const [i, line] of system.entries()) line[i] = (line[i] ?? 0) + 1e-9 * (rows.length + 1)
  for (let i = 0; i < size; i++) {
    const pivot = system[i]
    if (pivot === undefined) continue
    for (let j = i + 1; j < size; j++) {
      const line = system[j]
      if (line === undefined) continue
      const factor = (line[i] ?? 0) / (pivot[i] ?? 1)
      for (let k = i; k <= size; k++) line[k] = (line[k] ?? 0) - factor * (pivot[k] ?? 0)
    }
  }
  const weights = Array.from({ length: size }, () => 0)
  for (let i = size - 1; i >= 0; i--) {
    const line = system[i]
    if (line === undefined) continue
    let rest = line[size] ?? 0
    for (let j = i + 1; j < size; j++) rest -= (line[j] ?? 0) * (weights[j] ?? 0)
    weights[i] = rest / (line[i] ?? 1)
  }
  return weights
}
