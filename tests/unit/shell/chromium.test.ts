import { expect, it } from 'vitest'
import { chromiumArguments, forbiddenSwitches } from '../../../main/shell/chromium/arguments.ts'
import { chromiumPolicy } from '../../../main/shell/chromium/policy.ts'

const production = chromiumArguments({
  address: 'http://127.0.0.1:8790/#code',
  profile: '/run/x',
  withoutSandbox: false,
  wayland: true,
})

it('opens a kiosk with a profile of its own, and no switch that lets anybody else in', () => {
  expect(production).toContain('--kiosk')
  expect(production).toContain('--user-data-dir=/run/x')
  for (const name of forbiddenSwitches) expect(production.join(' ')).not.toContain(name)
  expect(production.join(' ')).not.toContain('--use-fake')
  expect(production).toContain('--ozone-platform=x11')
})

it('leaves the sandbox out only where it is told to', () => {
  const development = chromiumArguments({ address: 'x', profile: 'y', withoutSandbox: true, wayland: true })
  expect(development.filter((argument) => !production.includes(argument)).toSorted()).toEqual(
    ['--app=x', '--no-sandbox', '--user-data-dir=y'].toSorted(),
  )
})

it('allows our own origin and its camera, and blocks every other way out', () => {
  const policy = chromiumPolicy(8790)
  expect(policy).toMatchObject({
    URLBlocklist: ['*'],
    URLAllowlist: ['http://127.0.0.1:8790', 'http://localhost:8790'],
    VideoCaptureAllowed: false,
    VideoCaptureAllowedUrls: ['http://127.0.0.1:8790', 'http://localhost:8790'],
    AudioCaptureAllowed: false,
    DownloadRestrictions: 3,
    DeveloperToolsAvailability: 2,
    PrintingEnabled: false,
  })
  for (const [name, value] of Object.entries(policy))
    if (/^Default\w+Setting$/.test(name)) expect([name, value]).toEqual([name, 2])
})
