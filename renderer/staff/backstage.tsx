import './corner.css'
import { lazy, Suspense, useCallback, useState } from 'react'
import type { ScreenName } from '../../main/service/contract.ts'
import { useConnection } from '../applicant/booth.ts'
import type { Client } from '../client.ts'
import { useCornerPresses } from './corner.ts'

/** Applicants never load what stands behind these. */
const StaffApp = lazy(async () => ({ default: (await import('./staff-app.tsx')).StaffApp }))
const Dock = lazy(async () => ({ default: (await import('../dock/dock.tsx')).Dock }))

/** Staff enter while nobody is applying. */
const entrances: readonly ScreenName[] = ['welcome', 'out-of-service']

/** Beside the applicant's side of the page: the hidden way in for staff, and the dock of a development booth. */
export function Backstage({ client }: Readonly<{ client: Client }>) {
  const { view } = useConnection(client)
  const [inside, setInside] = useState(false)
  const press = useCornerPresses(useCallback(() => setInside(true), []))
  const leave = useCallback(() => setInside(false), [])
  if (view === null) return null
  const mayEnter = entrances.includes(view.screen.name)
  return (
    <>
      {mayEnter && !inside && (
        <div className="staff-corner" data-act="staff-corner" onPointerDown={press} aria-hidden />
      )}
      <Suspense>
        {inside && <StaffApp client={client} view={view} onLeave={leave} />}
        {view.development && <Dock client={client} />}
      </Suspense>
    </>
  )
}
