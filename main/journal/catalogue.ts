export type EventRole = 'applicant' | 'operator' | 'technician' | 'system'
export type EventType = 'session' | 'device' | 'submission' | 'photo' | 'staff' | 'system' | 'security'
export type EventDisposition = 'done' | 'failed' | 'refused' | 'note'
export type EventEntry = Readonly<{ type: EventType; disposition: EventDisposition; role: EventRole; says: string }>

/** Every event the booth can write down. `says` is one English sentence for docs/journal.md. */
export const eventCatalogue = {
  'service-started': { type: 'system', disposition: 'done', role: 'system', says: 'The booth service is ready.' },
  'service-stopped': { type: 'system', disposition: 'done', role: 'system', says: 'The booth service has shut down.' },
  'session-started': { type: 'session', disposition: 'done', role: 'applicant', says: 'An applicant has begun.' },
  'session-ended': { type: 'session', disposition: 'done', role: 'applicant', says: 'A session has ended; everything of it was purged. `how` says which way.' },
  'screen-shown': { type: 'session', disposition: 'note', role: 'system', says: 'The session entered a state.' },
  'code-refused': { type: 'session', disposition: 'refused', role: 'applicant', says: 'A scanned code was not an application form ID; only its class is kept.' },
  'device-status': { type: 'device', disposition: 'note', role: 'system', says: 'A device changed its state.' },
  'device-fault': { type: 'device', disposition: 'failed', role: 'system', says: 'A device reported a fault of the catalogue.' },
  'photo-checked': { type: 'photo', disposition: 'done', role: 'system', says: 'A still was checked: verdict and reason codes.' },
  'application-confirmed': { type: 'submission', disposition: 'done', role: 'applicant', says: 'An application was sealed and committed to the outbox.' },
  'application-settled': { type: 'submission', disposition: 'done', role: 'system', says: 'The intake\'s receipt was verified and the sealed bytes were deleted.' },
} as const satisfies Record<string, EventEntry>

export type EventId = keyof typeof eventCatalogue
