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

/**
 * Ordinary least squares for several targets over the same rows: `rows` holds the numbers of a row and then its
 * targets, row by row; rows whose `included` is 0 are left out. Gives `size` weights a target. Solves the normal
 * equations.
 */
export function leastSquares(
  rows: Float64Array,
  { size, targets }: Readonly<{ size: number; targets: number }>,
  included: Uint8Array,
): Float64Array[] {
  const width = size + targets
  // One flat array and plain loops: this runs over thousands of cells for each picture and video frame.
  const sums = new Float64Array(size * width)
  const count = rows.length / width
  for (let row = 0; row < count; row++) {
    if (included[row] === 0) continue
    const start = row * width
    for (let i = 0; i < size; i++) {
      const value = rows[start + i] ?? 0
      const at = i * width
      for (let j = i; j < width; j++) sums[at + j] = (sums[at + j] ?? 0) + value * (rows[start + j] ?? 0)
    }
  }
  const system = Array.from({ length: size }, (_, i) => sums.subarray(i * width, (i + 1) * width))
  for (const [i, line] of system.entries()) {
    for (let j = 0; j < i; j++) line[j] = system[j]?.[i] ?? 0
    // A trace of ridge keeps the system solvable where the rows leave a direction open.
    line[i] = (line[i] ?? 0) + 1e-9 * (count + 1)
  }
  return eliminate(system, size, targets)
}

function eliminate(system: readonly Float64Array[], size: number, targets: number): Float64Array[] {
  for (const [i, pivot] of system.entries()) {
    for (const line of system.slice(i + 1)) {
      const factor = (line[i] ?? 0) / (pivot[i] ?? 1)
      for (let k = i; k < size + targets; k++) line[k] = (line[k] ?? 0) - factor * (pivot[k] ?? 0)
    }
  }
  return Array.from({ length: targets }, (_, target) => {
    const weights = new Float64Array(size)
    for (let i = size - 1; i >= 0; i--) {
      const line = system[i]
      let rest = line?.[size + target] ?? 0
      for (let j = i + 1; j < size; j++) rest -= (line?.[j] ?? 0) * (weights[j] ?? 0)
      weights[i] = rest / (line?.[i] ?? 1)
    }
    return weights
  })
}

/** Counts values of 0…1 in steps of 1/1024, for quantiles without sorting. */
export class Histogram {
  readonly #counts = new Uint32Array(1025)
  #total = 0

  add(value: number): void {
    const bin = Math.min(1024, Math.max(0, Math.round(value * 1024)))
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1
    this.#total++
  }

  /** The value below which `share` of the values lie; NaN for none. */
  quantile(share: number): number {
    if (this.#total === 0) return Number.NaN
    let seen = 0
    for (const [bin, count] of this.#counts.entries()) {
      seen += count
      if (seen > share * (this.#total - 1)) return bin / 1024
    }
    return 1
  }
}
