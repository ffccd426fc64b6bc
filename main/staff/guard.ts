import type { FastifyReply, FastifyRequest } from 'fastify'
import { staffHeader, type StaffRefusal, type StaffSessionView } from './contract.ts'
import type { StaffSession, StaffSessions } from './sessions.ts'

const statusOf: Readonly<Record<StaffRefusal['refused'], number>> = {
  'no-session': 401,
  'not-for-this-role': 403,
  'no-such-device': 404,
  'applicant-inside': 409,
  'nowhere-to-write': 409,
  'bad-request': 400,
}

export const refuse = (reply: FastifyReply, refused: StaffRefusal['refused']): FastifyReply =>
  reply.code(statusOf[refused]).send({ refused })

/** The session a guarded request belongs to. */
const current = new WeakMap<FastifyRequest, StaffSession>()

/** Lets a request with the token of a living session through. */
export const guardStaff =
  (sessions: StaffSessions) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const token = tokenOf(request)
    // Looking does not prolong a session, for screens look by themselves; pressing does.
    if (request.method !== 'GET') sessions.prolong(token)
    const session = sessions.find(token)
    if (session === undefined) return refuse(reply, 'no-session')
    current.set(request, session)
    return undefined
  }

/** Behind `guardStaff`: lets technicians through. */
export const guardTechnicians = async (
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> =>
  isTechnician(request) ? undefined : refuse(reply, 'not-for-this-role')

export const tokenOf = (request: FastifyRequest): string => {
  const token = request.headers[staffHeader]
  return typeof token === 'string' ? token : ''
}

export const sessionOf = (request: FastifyRequest): StaffSession => {
  const session = current.get(request)
  if (session === undefined) throw new Error('A staff route is reached through its guard')
  return session
}

export const isTechnician = (request: FastifyRequest): boolean => sessionOf(request).role === 'technician'

export const shown = ({ role, endsAt }: StaffSession): StaffSessionView => ({
  role,
  endsAt: endsAt.toISOString(),
})
