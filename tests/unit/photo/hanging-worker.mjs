// Stands for a photo worker that starts and then hangs or dies, by the first byte it is given.
process.on('message', ({ bytes }) => {
  if (bytes[0] === 1) process.exit(3)
  if (bytes[0] === 2) for (;;);
  if (bytes[0] === 3) throw new Error('broken')
  process.send({ kind: 'checked', checked: { check: { verdict: 'accept' }, portrait: null } })
})
process.send({ kind: 'ready' })
