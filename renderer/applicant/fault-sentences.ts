import type { ja } from '../../locales/ja.ts'

type FaultText = Extract<keyof typeof ja, `fault.${string}.applicant`>

/** Faults that keep the booth from serving, by their code in the hardware catalogue. */
const named = [
  'fault.code-reader-missing.applicant',
  'fault.code-reader-lost.applicant',
  'fault.code-reader-silent.applicant',
  'fault.code-reader-garbled.applicant',
  'fault.code-reader-no-permission.applicant',
  'fault.code-reader-held.applicant',
  'fault.camera-missing.applicant',
  'fault.camera-lost.applicant',
  'fault.camera-frozen.applicant',
  'fault.camera-denied.applicant',
  'fault.camera-held.applicant',
  'fault.camera-capture-failed.applicant',
  'fault.camera-too-small.applicant',
  'fault.payment-missing.applicant',
  'fault.payment-jam.applicant',
] as const satisfies readonly FaultText[]

/** What an applicant is told of a fault; other codes have the general sentence of their reason. */
export const faultSentences: Readonly<Record<string, (typeof named)[number] | undefined>> =
  Object.fromEntries(named.map((key) => [key.slice('fault.'.length, -'.applicant'.length), key]))
