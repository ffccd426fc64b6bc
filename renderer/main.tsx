import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './applicant/app.tsx'
import { createClient } from './client.ts'
import { lockDown } from './lock-down.ts'
import { leaveAfterEachApplicant } from './next-page.ts'
import { isPainted } from './painted.ts'
import { Backstage } from './staff/backstage.tsx'

const place = document.getElementById('booth')
if (place === null) throw new Error('index.html has no element "booth".')

const client = createClient({
  fetch: globalThis.fetch.bind(globalThis),
  location,
  history,
  storage: sessionStorage,
  nonce: () => crypto.randomUUID(),
  // A frame with nothing on it is none: the page is white.
  requestFrame: (callback) =>
    requestAnimationFrame(() => {
      if (isPainted(place)) callback()
    }),
})

leaveAfterEachApplicant(client, (address) => location.replace(address))

lockDown(document)
createRoot(place).render(
  <StrictMode>
    <App client={client} />
    <Backstage client={client} />
  </StrictMode>,
)
