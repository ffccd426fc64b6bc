/** 880 Hz (a''), for three quarters of a second, at a quarter of full scale: heard on any speaker, never painful. */
const hertz = 880
const seconds = 0.75
const loudness = 0.25

/** Plays a tone; the returned function stops it. */
export const playTone = (): (() => void) => {
  const context = new AudioContext()
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.frequency.value = hertz
  gain.gain.value = loudness
  oscillator.connect(gain).connect(context.destination)
  oscillator.start()
  oscillator.stop(context.currentTime + seconds)
  const close = () => void (context.state === 'closed' ? undefined : context.close())
  oscillator.addEventListener('ended', close)
  return close
}
