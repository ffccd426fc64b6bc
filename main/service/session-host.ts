import { createActor, type Actor, type ActorOptions } from 'xstate'
import type { EventFacts, Journal } from '../journal/journal.ts'
import type { SessionSettings } from '../session/context.ts'
import type { Delays } from '../session/delays.ts'
import type { ServiceEvent } from '../session/events.ts'
import { liveActors, type SessionPorts } from '../session/live-actors.ts'
import { createSessionMachine, type SessionMachine } from '../session/machine.ts'
import { viewOf, type SessionSnapshot } from '../session/view.ts'
import type { BoothFacts, IntentAnswer, IntentRequest, IntentType, View } from './contract.ts'

/** Intents that say the same however often they are said: they need not answer the newest view. */
const repeatable: ReadonlySet<IntentType> = new Set(['set-preferences', 'more-time'])

export type SessionHostOptions = Readonly<{
  ports: SessionPorts
  settings: SessionSettings
  booth: BoothFacts
  development: boolean
  journal: Journal
  delays?: Partial<Delays>
  clock?: NonNullable<ActorOptions<SessionMachine>['clock']>
  /** XState's own view of each step the machine takes. */
  inspect?: NonNullable<ActorOptions<SessionMachine>['inspect']>
}>

/** What the HTTP surface needs of whoever decides what is shown. */
export interface ViewHost {
  readonly view: View
  /** Nobody is being served. */
  readonly idle: boolean
  onView(listener: (view: View) => void): () => void
  tell(event: ServiceEvent): void
  act(request: IntentRequest): IntentAnswer
  stop(): void
}

/**
 * Runs the session machine and speaks for it: each change of the view has a serial, and an intent is taken
 * only if it answers a view since which the person did nothing else and no other screen came (a double tap
 * is ignored).
 */
export class SessionHost implements ViewHost {
  readonly #actor: Actor<SessionMachine>
  readonly #options: SessionHostOptions
  readonly #listeners = new Set<(view: View) => void>()
  #view: View
  #shown = ''
  /** The oldest serial that an intent may still answer. */
  #answerableFrom = 1
  #since = Date.now()

  constructor(options: SessionHostOptions) {
    this.#options = options
    const { ports, settings, delays, clock, inspect } = options
    const machine = createSessionMachine({ ...(delays && { delays }), now: ports.now }).provide({
      actors: liveActors(ports),
      actions: {
        wipePictures: () => {
          ports.pictures.wipe()
          void ports.photo.purge()
        },
      },
    })
    this.#actor = createActor(machine, {
      input: settings,
      ...(clock && { clock }),
      ...(inspect && { inspect }),
    })
    this.#view = this.#project(this.#actor.getSnapshot(), 1)
    this.#actor.subscribe((snapshot) => this.#changed(snapshot))
    this.#actor.start()
  }

  get view(): View {
    return this.#view
  }

  get idle(): boolean {
    return ['welcome', 'out-of-service'].includes(this.#view.screen.name)
  }

  onView(listener: (view: View) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: ServiceEvent): void {
    this.#actor.send(event)
  }

  act({ serial, intent }: IntentRequest): IntentAnswer {
    const free = repeatable.has(intent.type)
    if (!free && (serial < this.#answerableFrom || serial > this.#view.serial))
      return { taken: false, because: 'stale' }
    if (!this.#actor.getSnapshot().can(intent)) return { taken: false, because: 'not-now' }
    if (!free) this.#answerableFrom = this.#view.serial + 1
    this.#actor.send(intent)
    this.#actor.send({ type: 'presence' })
    // Nothing visible came of it: the view on screen can be answered again.
    this.#answerableFrom = Math.min(this.#answerableFrom, this.#view.serial)
    return { taken: true }
  }

  stop(): void {
    this.#actor.stop()
    this.#options.ports.pictures.wipe()
    this.#listeners.clear()
  }

  #project(snapshot: SessionSnapshot, serial: number): View {
    return { serial, ...viewOf(snapshot, this.#options.booth, this.#options.development) }
  }

  #changed(snapshot: SessionSnapshot): void {
    const view = this.#project(snapshot, this.#view.serial + 1)
    const { serial: _, ...content } = view
    const shown = JSON.stringify(content)
    if (shown === this.#shown) return
    this.#shown = shown
    const before = this.#view.screen.name
    this.#view = view
    if (view.screen.name !== before) {
      this.#answerableFrom = view.serial
      this.#recordStep(before, snapshot)
    }
    for (const listener of this.#listeners) listener(view)
  }

  #recordStep(before: string, snapshot: SessionSnapshot): void {
    const { journal } = this.#options
    const screen = snapshot.context.step
    const facts: EventFacts = { screen, after: before, milliseconds: Date.now() - this.#since }
    this.#since = Date.now()
    if (before === 'welcome' && screen === 'notice')
      journal.record('session-started', { language: snapshot.context.preferences.language })
    journal.record('screen-shown', facts)
    if (
      screen === 'farewell' ||
      (screen === 'welcome' && before !== 'farewell' && before !== 'out-of-service')
    )
      journal.record('session-ended', { how: snapshot.context.end ?? 'purged', after: before })
  }
}
