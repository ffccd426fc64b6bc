import { writeFileSync } from 'node:fs'
import { faultCatalogue, type DeviceKind, type FaultCode, type FaultEntry } from '../hardware/catalogue.ts'
import { en as applicantTexts } from '../locales/en.ts'
import { en as staffTexts } from '../locales/staff/en.ts'

const names: Record<DeviceKind, string> = {
  'code-reader': 'Code reader',
  camera: 'Camera',
  printer: 'Slip printer',
  payment: 'Payment',
  lamp: 'Photo light',
  sensor: 'Seat or door sensor',
}

const entries = Object.entries(faultCatalogue) as [FaultCode, FaultEntry][]

const tableOf = (kind: DeviceKind): string => {
  const rows = entries
    .filter(([, entry]) => entry.kind === kind)
    .map(([code, { severity, action, permanent, state }]) => {
      const cells = [
        `\`${code}\``,
        severity,
        action,
        permanent ? 'after a reset only' : 'by itself',
        state,
        applicantTexts[`fault.${code}.applicant`],
        staffTexts[`fault.${code}.operator`],
        staffTexts[`fault.${code}.technician`],
      ]
      return `| ${cells.join(' | ')} |`
    })
  return `## ${names[kind]}

| Fault | Severity | Action | Tried again | State | Applicant | Operator | Technician |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`
}

/** docs/faults.md, from the catalogue and the texts. */
export const faultDocument = (): string => `# Faults of devices

<!-- Generated from hardware/catalogue.ts and locales/ by \`npm run docs:faults\`. -->

Every fault a device can report, what it does to the booth, and what each person is told.

- **Severity**: \`out-of-service\`: no applicant can be served; \`degraded\`: the booth serves on with less;
  \`notice\`: worth a look at the next visit.
- **Action**: \`wait\`: it mends itself; \`reset\`: restart the device or the booth; \`clear\`: remove what is in the way;
  \`refill\`: paper, change; \`maintenance\`: a visit; \`replace\`: another part; \`configure\`: a setting is wrong.
- **Tried again**: a device whose connection has ended is opened again by its supervisor, after waits that grow from
  2 to 20 s and are drawn at random. After twelve failed attempts it \`keeps failing\`: the technician is called, and it
  is still tried once a minute. Five good minutes pay off every failed attempt. A fault marked \`after a reset only\` is
  looked at twice and then left alone until somebody has acted.
- **State**: the state of the device (XFS4IoT). \`no-device\`, \`offline\` and \`hardware-error\` end the connection;
  \`user-error\` and \`online\` mend in place.

${(Object.keys(names) as DeviceKind[]).map(tableOf).join('\n')}`

if (import.meta.main) writeFileSync(new URL('../docs/faults.md', import.meta.url), faultDocument())
