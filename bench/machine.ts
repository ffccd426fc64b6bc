import { cpus, loadavg } from 'node:os'

/** What a figure was measured on: cores, processor, load of the last minute, Node. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.versions.node}`
