import type * as z from 'zod'
import { Report, type SectionName } from '../../main/diagnostics/contract.ts'
import {
  CameraTestAnswer,
  EnterRefusal,
  Entered,
  JournalExport,
  JournalPage,
  Overview,
  ReadTest,
  ResetAnswer,
  StaffRefusal,
  StaffSessionView,
  StillWanted,
  staffHeader,
  type CameraTestRequest,
  type ScreenTestOutcome,
} from '../../main/staff/contract.ts'
import type { Client } from '../client.ts'

export type Refused = StaffRefusal['refused'] | 'unreachable'
export type Answer<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; refused: Refused }>

/** One staff session's requests. The token lives in this object alone: a reload ends the session. */
export type StaffClient = Readonly<{
  role: StaffSessionView['role']
  overview(): Promise<Answer<Overview>>
  report(): Promise<Answer<Report>>
  diagnose(level: 'internal' | 'external', section?: SectionName): Promise<Answer<Report>>
  pause(paused: boolean): Promise<Answer<unknown>>
  restart(): Promise<Answer<unknown>>
  stay(): Promise<Answer<StaffSessionView>>
  leave(): Promise<Answer<unknown>>
  reset(device: string): Promise<Answer<ResetAnswer>>
  readTest(): Promise<Answer<ReadTest>>
  screenTest(outcome: ScreenTestOutcome): Promise<Answer<unknown>>
  cameraTest(test: CameraTestRequest['test']): Promise<Answer<CameraTestAnswer>>
  stillWanted(): Promise<Answer<z.infer<typeof StillWanted>>>
  journal(): Promise<Answer<JournalPage>>
  exportJournal(): Promise<Answer<JournalExport>>
}>

export type Entering =
  Readonly<{ ok: true; client: StaffClient }> | Readonly<{ ok: false; refusal: EnterRefusal | null }>

/** `refusal: null`: the booth did not answer. */
export const enterStaff = async (client: Client, pin: string): Promise<Entering> => {
  try {
    const answer = await client.request('api/staff/enter', post({ pin }))
    const body: unknown = await answer.json()
    if (!answer.ok) return { ok: false, refusal: EnterRefusal.safeParse(body).data ?? null }
    const { token, session } = Entered.parse(body)
    return { ok: true, client: staffClient(client, token, session.role) }
  } catch {
    return { ok: false, refusal: null }
  }
}

const post = (body?: object): RequestInit =>
  body === undefined
    ? { method: 'POST' }
    : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }

const staffClient = (client: Client, token: string, role: StaffSessionView['role']): StaffClient => {
  const ask = async <T>(
    schema: z.ZodType<T> | null,
    path: string,
    init: RequestInit = {},
  ): Promise<Answer<T>> => {
    try {
      const headers = new Headers(init.headers)
      headers.set(staffHeader, token)
      const answer = await client.request(`api/staff/${path}`, { ...init, headers })
      const body: unknown = await answer.json()
      if (!answer.ok)
        return { ok: false, refused: StaffRefusal.safeParse(body).data?.refused ?? 'unreachable' }
      return { ok: true, value: schema === null ? (body as T) : schema.parse(body) }
    } catch {
      return { ok: false, refused: 'unreachable' }
    }
  }
  return {
    role,
    overview: () => ask(Overview, 'overview'),
    report: () => ask(Report, 'report'),
    diagnose: (level, section) =>
      ask(Report, 'diagnose', post({ level, ...(section === undefined ? {} : { section }) })),
    pause: (paused) => ask(null, 'pause', post({ paused })),
    restart: () => ask(null, 'restart', post()),
    stay: () => ask(StaffSessionView, 'stay', post()),
    leave: () => ask(null, 'leave', post()),
    reset: (device) => ask(ResetAnswer, `devices/${encodeURIComponent(device)}/reset`, post()),
    readTest: () => ask(ReadTest, 'read-test', post()),
    screenTest: (outcome) => ask(null, 'screen-test', post(outcome)),
    cameraTest: (test) => ask(CameraTestAnswer, 'camera-test', post({ test })),
    stillWanted: () => ask(StillWanted, 'still-wanted'),
    journal: () => ask(JournalPage, 'journal'),
    exportJournal: () => ask(JournalExport, 'journal/export', post()),
  }
}
