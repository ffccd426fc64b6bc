import type { Printer } from '../../hardware/printer/contract.ts'
import { boothFacts } from '../config/booth-facts.ts'
import type { Config } from '../config/schema.ts'
import type { SlipDraft } from '../session/actors.ts'
import { renderSlip } from '../slip/slip.ts'

/** Prints the slip where there is a printer that can; otherwise the screen shows it as a QR code. */
export async function printSlip(
  printer: Printer | null,
  config: Config,
  draft: SlipDraft,
  signal: AbortSignal,
): Promise<'printed' | 'no-printer' | 'failed'> {
  if (printer === null || printer.status().fault !== undefined) return 'no-printer'
  const { name: booth, weeksUntilNotice, phoneLines, informationUrl } = boothFacts(config)
  const { reason, ...rest } = draft
  const pdf = await renderSlip(
    { ...rest, ...(reason !== null && { reason }), booth, weeksUntilNotice, phoneLines, informationUrl },
    { paper: '80mm' },
  )
  const answer = await printer.print(pdf, signal)
  return answer.ok ? 'printed' : 'failed'
}
