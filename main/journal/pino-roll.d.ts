/** pino-roll ships no types: the part of it that the journal uses. */
declare module 'pino-roll' {
  import type { SonicBoom } from 'sonic-boom'
  export type RollOptions = Readonly<{
    file: string
    extension: string
    frequency: 'daily'
    dateFormat: string
    size: string
    limit: Readonly<{ count: number; removeOtherLogFiles: boolean }>
    mkdir: boolean
    mode: number
  }>
  const roll: (options: RollOptions) => Promise<SonicBoom>
  export default roll
}
