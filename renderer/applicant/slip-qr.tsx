import { toString as qrSvg } from 'qrcode'
import { useEffect, useState } from 'react'
import type { ScreenOf } from '../../main/service/contract.ts'
import { useBooth } from './booth.ts'
import { plain, Rich, useText } from './text.tsx'

/** The slip's lines as a code to photograph, where no paper comes: no ID, no date of birth, no picture. */
export function SlipQr({
  slip,
  outcome,
}: Readonly<{ slip: ScreenOf<'done'>['slip']; outcome: ScreenOf<'done'>['outcome'] }>) {
  const { view } = useBooth()
  const { t, f } = useText()
  const [address, setAddress] = useState<string | null>(null)
  const lines = [
    plain(t('slip.title')),
    plain(t(`slip.outcome.${outcome}`)),
    `${plain(t('slip.number'))}: ${slip.number}`,
    `${plain(t('slip.date'))}: ${plain(f.dateAndTime(new Date(slip.date)))}`,
    `${plain(t('slip.booth'))}: ${slip.booth}`,
    `${plain(t('slip.form-id-tail'))}: ${slip.formIdTail}`,
    view.booth.informationUrl,
  ].join('\n')

  useEffect(() => {
    let made: string | null = null
    let gone = false
    void qrSvg(lines, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }).then((svg) => {
      if (gone) return
      made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
      setAddress(made)
    })
    return () => {
      gone = true
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [lines])

  return (
    <figure className="slip-qr">
      {/* Its place is kept free while it is drawn. */}
      <span className="code">{address !== null && <img src={address} alt={plain(t('done.slip.qr'))} />}</span>
      <figcaption>
        <Rich>{t('done.slip.none')}</Rich>
      </figcaption>
    </figure>
  )
}
