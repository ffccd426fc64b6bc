/** A reason why the intake cannot start, in one sentence for people. The command line exits 2 with it. */
export class StartError extends Error {
  override name = 'StartError'
}
