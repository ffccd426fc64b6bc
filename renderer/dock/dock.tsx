import './dock.css'
import { useCallback, useEffect, useState } from 'react'
import { DockView, type DockAct } from '../../main/dock/contract.ts'
import type { Client } from '../client.ts'

/*
 * The development dock: simulated devices on screen. Texts are the codes themselves, for developers; it is
 * loaded where the service says `development`, and its routes exist nowhere else.
 */

const everyMs = 1_000
/** A form ID that the development authority accepts (docs/intake-api.md). */
const sampleForm = '12345678901234567890123'

export function Dock({ client }: Readonly<{ client: Client }>) {
  const [view, setView] = useState<DockView | null>(null)
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState(sampleForm)

  const take = useCallback(async (answer: Promise<Response>) => {
    try {
      const parsed = DockView.safeParse(await (await answer).json())
      if (parsed.success) setView(parsed.data)
    } catch {
      // The booth restarts: the next turn asks again.
    }
  }, [])
  const act = (what: DockAct) =>
    void take(
      client.request('api/dock', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(what),
      }),
    )
  useEffect(() => {
    if (!open) return
    const ask = () => void take(client.request('api/dock'))
    ask()
    const timer = setInterval(ask, everyMs)
    return () => clearInterval(timer)
  }, [client, open, take])

  if (!open)
    return (
      <button type="button" className="dock-handle" data-act="dock" onClick={() => setOpen(true)}>
        dock
      </button>
    )
  return (
    <aside className="dock" aria-label="development dock">
      <button type="button" data-act="dock-close" onClick={() => setOpen(false)}>
        close
      </button>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          act({ do: 'scan', text: code })
        }}
      >
        <input aria-label="code" value={code} onChange={({ target }) => setCode(target.value)} />
        <button type="submit">scan</button>
      </form>
      <p>
        {[100, 500, 1_000].map((yen) => (
          <button key={yen} type="button" onClick={() => act({ do: 'insert', yen })}>
            ¥{yen}
          </button>
        ))}
        <button type="button" onClick={() => act({ do: 'occupy', occupied: true })}>
          sit down
        </button>
        <button type="button" onClick={() => act({ do: 'occupy', occupied: false })}>
          get up
        </button>
      </p>
      <label>
        camera
        <select defaultValue="" onChange={({ target }) => act({ do: 'pose', pose: target.value })}>
          <option value="" disabled>
            who sits there
          </option>
          {view?.poses.map((pose) => (
            <option key={pose}>{pose}</option>
          ))}
        </select>
      </label>
      <label>
        scenario
        <select
          value={view?.scenario ?? ''}
          onChange={({ target }) =>
            act(target.value === '' ? { do: 'stop' } : { do: 'play', scenario: target.value })
          }
        >
          <option value="">none</option>
          {view?.scenarios.map(({ name, says }) => (
            <option key={name} value={name} title={says}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {view?.units.map(({ id, kind, faults, playing }) => (
        <label key={id} data-unit={id} data-playing={playing ?? undefined}>
          {kind}
          <select
            value={playing ?? ''}
            onChange={({ target }) =>
              act(
                target.value === ''
                  ? { do: 'recover', unit: id }
                  : { do: 'fail', unit: id, fault: target.value },
              )
            }
          >
            <option value="">well</option>
            {faults.map((fault) => (
              <option key={fault}>{fault}</option>
            ))}
          </select>
        </label>
      ))}
    </aside>
  )
}
