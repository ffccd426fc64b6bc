import { pino } from 'pino'

/** Every event the intake writes down. Facts beside it: counts, codes, booth and application IDs; nothing else. */
export const intakeEvents = {
  'intake-started': 'The intake is ready.',
  'intake-stopped': 'The intake has shut down; nothing was cut off.',
  'application-received': 'An envelope was opened and kept.',
  'application-repeated': 'An application that is kept already was sent again and answered with its receipt.',
  'application-settled': 'The authority has decided; the envelope is deleted.',
  'application-pending': 'The authority has not decided within the wait; the forwarding worker goes on.',
  'request-refused': 'A request was refused; `problem` says why.',
  'connection-refused': 'A connection broke the protocol or took too long.',
  'forwarding-failed': 'A pending application could not be taken to the authority; it is tried again.',
  'forms-closed': 'Form marks of applications settled long ago were forgotten.',
  'keys-reloaded': 'The key file was read again.',
  fault: 'Something failed that should not; `kind` names the error, without its text.',
} as const
export type IntakeEvent = keyof typeof intakeEvents
export type IntakeFacts = Readonly<Record<string, string | number | boolean>>
export type IntakeLog = (event: IntakeEvent, facts?: IntakeFacts) => void

/** JSON lines to standard error (file descriptor 2), so that standard output stays for answers. */
export function stderrLog(level: 'info' | 'error' = 'info'): IntakeLog {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: false }),
  )
  return (event, facts) => {
    const level = event === 'fault' || event === 'forwarding-failed' ? 'error' : 'info'
    logger[level]({ event, ...facts }, intakeEvents[event])
  }
}
