import type { FastifyReply } from 'fastify'
import { ProblemError } from './problem.ts'

/** Seconds a booth is asked to stay away while there are too many. */
const retrySeconds = 2

/** How many envelopes may be under way at once, from their headers to the end of their answer. */
export type InHandLimits = Readonly<{
  /** 512 envelopes of 300 KB are 150 MB. */
  all: number
  /** A booth sends one at a time; more is a repeat after a broken line, or somebody who means harm. */
  perBooth: number
}>
export const defaultInHand: InHandLimits = { all: 512, perBooth: 8 }

/** Bounds memory, and keeps one booth from taking the places of all others. */
export class InHand {
  readonly #limits: InHandLimits
  readonly #perBooth = new Map<string, number>()
  #all = 0

  constructor(limits: InHandLimits) {
    this.#limits = limits
  }

  /** Takes a place until the answer is sent or the line breaks; throws a ProblemError when there is none. */
  take(boothId: string, reply: FastifyReply): void {
    const ofBooth = this.#perBooth.get(boothId) ?? 0
    if (this.#all >= this.#limits.all) throw new ProblemError('busy', undefined, retrySeconds)
    if (ofBooth >= this.#limits.perBooth)
      throw new ProblemError('busy', 'This booth has too many requests under way.', retrySeconds)
    this.#all += 1
    this.#perBooth.set(boothId, ofBooth + 1)
    reply.raw.once('close', () => this.#release(boothId))
  }

  #release(boothId: string): void {
    this.#all -= 1
    const left = (this.#perBooth.get(boothId) ?? 1) - 1
    if (left === 0) this.#perBooth.delete(boothId)
    else this.#perBooth.set(boothId, left)
  }
}
