import { problemUrn } from './contract.ts'
import type { Problem, ProblemType } from './contract.ts'

const kinds: Readonly<Record<ProblemType, Readonly<{ status: number; title: string }>>> = {
  maintenance: { status: 503, title: 'The intake cannot receive now.' },
  busy: { status: 503, title: 'The intake has as much in hand as it can hold.' },
  unreadable: { status: 422, title: 'The envelope cannot be opened.' },
  conflict: { status: 409, title: 'Another application is kept under this ID.' },
  'not-enrolled': { status: 403, title: 'This booth is not enrolled.' },
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'too-large': { status: 413, title: 'The body is larger than the intake takes.' },
  'bad-request': { status: 400, title: 'The request is not of this contract.' },
  internal: { status: 500, title: 'The intake has failed.' },
}

/** An expected refusal on the way through a request; becomes problem+json. `detail` holds nothing personal. */
export class ProblemError extends Error {
  readonly type: ProblemType
  readonly retryAfter: number | undefined

  constructor(type: ProblemType, detail?: string, retryAfter?: number) {
    super(detail ?? kinds[type].title)
    this.type = type
    this.retryAfter = retryAfter
  }

  get status(): number {
    return kinds[this.type].status
  }

  get body(): Problem {
    const { status, title } = kinds[this.type]
    return {
      type: problemUrn(this.type),
      title,
      status,
      ...(this.message === title ? {} : { detail: this.message }),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
    }
  }
}

export const problemMediaType = 'application/problem+json'
