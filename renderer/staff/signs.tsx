import { Check, CircleDashed, OctagonX, TriangleAlert } from 'lucide-react'
import type { ReportSection } from '../../main/diagnostics/contract.ts'
import { useStaffWords } from './words.ts'

export type Sign = ReportSection['verdict']

/** Shape and word say the same as the colour. */
export function SignIcon({ sign }: Readonly<{ sign: Sign }>) {
  switch (sign) {
    case 'good':
      return <Check className="icon" aria-hidden />
    case 'care':
      return <TriangleAlert className="icon" aria-hidden />
    case 'stop':
      return <OctagonX className="icon" aria-hidden />
    case 'not-tested':
      return <CircleDashed className="icon" aria-hidden />
  }
}

export function SignWord({ sign }: Readonly<{ sign: Sign }>) {
  const { t } = useStaffWords()
  return (
    <span className="sign" data-sign={sign}>
      {t(sign)}
    </span>
  )
}

const lightSigns = { green: 'good', yellow: 'care', red: 'stop' } as const
export const signOfLight = (light: keyof typeof lightSigns): Sign => lightSigns[light]

/** The one sentence above all: may people be served? */
export function Banner({
  sign,
  title,
  children,
}: Readonly<{ sign: Sign; title: string; children?: string | undefined }>) {
  return (
    <div className="banner" data-sign={sign} aria-live="polite">
      <SignIcon sign={sign} />
      <div>
        <h2>{title}</h2>
        {children !== undefined && <p>{children}</p>}
      </div>
    </div>
  )
}
