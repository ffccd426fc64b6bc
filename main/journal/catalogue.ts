export type EventRole = 'applicant' | 'operator' | 'technician' | 'system'
export type EventType = 'session' | 'device' | 'submission' | 'photo' | 'staff' | 'system' | 'security'
export type EventDisposition = 'done' | 'failed' | 'refused' | 'note'
export type EventEntry = Readonly<{
  type: EventType
  disposition: EventDisposition
  /** Whose doing the event is. */
  role: EventRole
  says: string
}>

/** Every event the booth can write down. `says` is the English text of docs/journal.md. */
export const eventCatalogue = {
  'service-started': {
    type: 'system',
    disposition: 'done',
    role: 'system',
    says: 'The booth service is ready.',
  },
  'service-stopped': {
    type: 'system',
    disposition: 'done',
    role: 'system',
    says: 'The booth service has shut down.',
  },
  'configuration-refused': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'The configuration is absent or does not fit; the booth is out of service. `path` names the entry.',
  },
  'restart-planned': {
    type: 'system',
    disposition: 'note',
    role: 'system',
    says: 'The service restarts while nobody is in the booth. `because` says why.',
  },
  'software-updated': {
    type: 'system',
    disposition: 'done',
    role: 'system',
    says: 'A signed update was installed, and the booth is as well as before. `from` and `to` are the versions.',
  },
  'update-returned': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'An update did not serve: the version before was put back, and this one is not tried again. `because` says why.',
  },
  'update-refused': {
    type: 'security',
    disposition: 'refused',
    role: 'system',
    says: 'An update was left alone before anything was touched. `because` says why.',
  },
  'clock-wrong': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'The clock is known to be wrong; no application is begun.',
  },
  'loop-lag': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'The service answered late. `milliseconds` is the 99th percentile of a minute.',
  },
  'memory-high': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'The service holds more memory than it should; it restarts when nobody is in the booth.',
  },
  'worker-restarted': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'A worker ended unexpectedly or gave no answer; the next task gets a new one. `worker` names it.',
  },
  'window-renewed': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'The window had ended, was silent or frozen, and was opened again. `because` says which.',
  },
  'page-joined': {
    type: 'system',
    disposition: 'done',
    role: 'system',
    says: 'A page has taken the lease of the booth.',
  },
  'page-lost': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'The page has missed its heartbeats or paints nothing; the session was purged.',
  },
  'page-refused': {
    type: 'security',
    disposition: 'refused',
    role: 'system',
    says: 'A second page asked for the booth while another held it.',
  },
  'request-refused': {
    type: 'security',
    disposition: 'refused',
    role: 'system',
    says: 'Requests were refused at the surface of the service. `problem` names the guard, `count` how many since the last line.',
  },
  'fact-withheld': {
    type: 'security',
    disposition: 'refused',
    role: 'system',
    says: 'A fact looked like personal data and was not written. `about` and `fact` name where it came from.',
  },
  'lines-lost': {
    type: 'system',
    disposition: 'failed',
    role: 'system',
    says: 'Lines of this journal could not be written. `count` says how many.',
  },
  'session-started': {
    type: 'session',
    disposition: 'done',
    role: 'applicant',
    says: 'An applicant has begun.',
  },
  'session-ended': {
    type: 'session',
    disposition: 'done',
    role: 'applicant',
    says: 'A session has ended; everything of it was purged. `how` says which way.',
  },
  'screen-shown': {
    type: 'session',
    disposition: 'note',
    role: 'system',
    says: 'The session entered a state.',
  },
  'code-read': {
    type: 'session',
    disposition: 'done',
    role: 'applicant',
    says: 'A code with exactly one application form ID was read; the ID is not written down.',
  },
  'code-refused': {
    type: 'session',
    disposition: 'refused',
    role: 'applicant',
    says: 'A scanned code was not an application form ID; only its class is kept.',
  },
  'money-not-given-back': {
    type: 'device',
    disposition: 'failed',
    role: 'operator',
    says: 'Money of an applicant is inside and could not be given back; `yen` says how much.',
  },
  'money-given-back': {
    type: 'session',
    disposition: 'done',
    role: 'system',
    says: 'The inserted money was given back. `yen` is the amount.',
  },
  'money-settled': {
    type: 'session',
    disposition: 'done',
    role: 'system',
    says: 'The inserted money was kept. `yen` is the amount.',
  },
  'money-not-settled': {
    type: 'device',
    disposition: 'failed',
    role: 'operator',
    says: 'An application was confirmed, but its money could not be moved to the cash box; `yen` says how much is in between.',
  },
  'device-status': {
    type: 'device',
    disposition: 'note',
    role: 'system',
    says: 'A device changed its state.',
  },
  'device-fault': {
    type: 'device',
    disposition: 'failed',
    role: 'system',
    says: 'A device has a fault of the catalogue. `…-keeps-failing`: it did not come back within its budget of attempts, a technician is needed.',
  },
  'device-recovered': {
    type: 'device',
    disposition: 'done',
    role: 'system',
    says: 'A device works again. `fault` is the one it had.',
  },
  'photo-checked': {
    type: 'photo',
    disposition: 'done',
    role: 'system',
    says: 'A still was checked: verdict and reason codes.',
  },
  'photo-check-failed': {
    type: 'photo',
    disposition: 'failed',
    role: 'system',
    says: 'A still could not be checked, for a reason that is not the picture.',
  },
  'application-confirmed': {
    type: 'submission',
    disposition: 'done',
    role: 'applicant',
    says: 'An application was sealed and committed to the outbox.',
  },
  'application-not-kept': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'An application could not be sealed or committed; the applicant was told so. `because` says why.',
  },
  'application-settled': {
    type: 'submission',
    disposition: 'done',
    role: 'system',
    says: "The intake's receipt was verified and the sealed bytes were deleted.",
  },
  'application-held': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'The intake refuses this booth: sealed applications wait for the operator.',
  },
  'application-quarantined': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'The intake cannot take a sealed application; it is kept apart and reported.',
  },
  'application-decided': {
    type: 'submission',
    disposition: 'done',
    role: 'system',
    says: 'The authority has decided on an application that was pending. A refusal is told with its reason.',
  },
  'sending-failed': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'An attempt to send failed and is repeated. `because` is the code, `failures` counts those in a row.',
  },
  'receipt-refused': {
    type: 'security',
    disposition: 'refused',
    role: 'system',
    says: 'A receipt did not verify; nothing was deleted. `because` says what was wrong with it.',
  },
  'intake-keys-changed': {
    type: 'submission',
    disposition: 'done',
    role: 'system',
    says: 'The intake has new public keys; the booth seals to the newest from now on.',
  },
  'booth-keys-unusable': {
    type: 'security',
    disposition: 'failed',
    role: 'system',
    says: 'The keys of the booth are missing or not usable; no application is begun. `because` is the sentence.',
  },
  'outbox-failed': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'The disk of the outbox refuses to read or write; no application is begun. `because` is its own word.',
  },
  'outbox-filling': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'The outbox nears a limit. `because` is count, disk or age; age alone never stops the booth.',
  },
  'outbox-set-aside': {
    type: 'submission',
    disposition: 'failed',
    role: 'system',
    says: 'The outbox was damaged; the file was kept apart and `rescued` applications were carried over.',
  },
  'outbox-retried': {
    type: 'submission',
    disposition: 'done',
    role: 'operator',
    says: 'A held or quarantined application was queued again by hand.',
  },
  'outbox-exported': {
    type: 'submission',
    disposition: 'done',
    role: 'operator',
    says: 'Sealed applications were copied out of the booth.',
  },
  'intake-link': {
    type: 'submission',
    disposition: 'note',
    role: 'system',
    says: 'The line to the intake changed. `state` is reachable, unreachable or refusing.',
  },
  'staff-entered': {
    type: 'staff',
    disposition: 'done',
    role: 'operator',
    says: 'A PIN was right and a staff session began. `role` says whose PIN.',
  },
  'staff-refused': {
    type: 'staff',
    disposition: 'refused',
    role: 'operator',
    says: 'A PIN was wrong. `tries` counts those of the last hour.',
  },
  'staff-locked': {
    type: 'staff',
    disposition: 'refused',
    role: 'operator',
    says: 'A PIN was given while the lock-out runs and was not looked at. `seconds` is what is left of it.',
  },
  'staff-left': {
    type: 'staff',
    disposition: 'done',
    role: 'operator',
    says: 'A staff session ended. `how` says whether by hand or by itself.',
  },
  'staff-pin-set': {
    type: 'staff',
    disposition: 'done',
    role: 'technician',
    says: 'A PIN was set. `role` says whose.',
  },
  'booth-paused': {
    type: 'staff',
    disposition: 'done',
    role: 'operator',
    says: 'The booth was paused; applicants are told so.',
  },
  'booth-resumed': {
    type: 'staff',
    disposition: 'done',
    role: 'operator',
    says: 'The booth serves applicants again.',
  },
  'restart-asked': {
    type: 'staff',
    disposition: 'done',
    role: 'operator',
    says: 'Staff restarted the booth service.',
  },
  'device-reset': {
    type: 'staff',
    disposition: 'done',
    role: 'technician',
    says: 'Staff reset a device. `outcome` says how it went.',
  },
  'diagnostics-run': {
    type: 'staff',
    disposition: 'done',
    role: 'technician',
    says: 'Self-tests were run. `verdict` is ready, ready-with-warnings or not-ready.',
  },
  'journal-exported': {
    type: 'staff',
    disposition: 'done',
    role: 'technician',
    says: 'This journal was copied out of the booth.',
  },
  'dock-used': {
    type: 'system',
    disposition: 'note',
    role: 'technician',
    says: 'A simulated device was told to do something (development only).',
  },
} as const satisfies Record<string, EventEntry>

export type EventId = keyof typeof eventCatalogue
