// Stands for the gphoto2 program: takes its options, says what it says, and does what the file `mode` of the folder in
// its first argument asks. Words: recorded from gphoto2 2.5.28 and quoted from its issue tracker (sources in
// tests/unit/hardware/gphoto2-messages.test.ts). Live pictures and the shot are files of that folder.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, ...options] = process.argv.slice(2)
const file = (name) => join(folder, name)
const mode = existsSync(file('mode')) ? readFileSync(file('mode'), 'utf8') : 'well'
appendFileSync(file('calls'), `${options.join(' ')}\n`)

const fail = (text, code) => {
  process.stderr.write(`\n*** Error ***              \n${text}\n`)
  process.exit(code)
}
const hang = () => setInterval(() => undefined, 60_000)

if (options.includes('--auto-detect')) {
  process.stdout.write('Model                          Port            \n')
  process.stdout.write('----------------------------------------------------------\n')
  if (mode !== 'missing') process.stdout.write('Canon EOS 1500D                usb:001,004     \n')
  process.exit(0)
}

// The camera has one user: a second program cannot claim it.
if (existsSync(file('claimed')) && existsSync(`/proc/${readFileSync(file('claimed'), 'utf8')}`)) {
  fail(
    "An error occurred in the io-library ('Could not claim the USB device'): Could not claim interface 0 (Device or resource busy).\n*** Error (-53: 'Could not claim the USB device') ***",
    1,
  )
}
writeFileSync(file('claimed'), String(process.pid))
process.on('exit', () => rmSync(file('claimed'), { force: true }))
process.on('SIGINT', () => {
  if (mode !== 'deaf') process.exit(0)
})

if (mode === 'held')
  fail(
    "An error occurred in the io-library ('Could not claim the USB device'): Could not claim interface 0 (Device or resource busy).\n*** Error (-53: 'Could not claim the USB device') ***",
    1,
  )
if (mode === 'missing') fail("Could not detect any camera\n*** Error (-105: 'Unknown model') ***", 1)

if (options.includes('--capture-movie')) {
  process.stderr.write("Capturing preview frames as movie to 'stdout'. Press Ctrl-C to abort.\n")
  const frame = readFileSync(file('frame.jpg'))
  const give = () => {
    const now = existsSync(file('mode')) ? readFileSync(file('mode'), 'utf8') : 'well'
    if (now === 'unplugged') fail("PTP I/O Error\n*** Error (-7: 'I/O problem') ***", 1)
    if (now !== 'frozen') process.stdout.write(frame)
  }
  give()
  setInterval(give, 30)
} else if (options.includes('--capture-image-and-download')) {
  if (mode === 'hang') hang()
  else if (mode === 'no-focus')
    fail('Canon EOS Half-Press failed: Out of Focus\nERROR: Could not capture image.', 1)
  else if (mode === 'unplugged') fail("*** Error (-7: 'I/O problem') ***", 1)
  else if (mode === 'raw') process.stdout.write(Buffer.alloc(1000, 0x49))
  else setTimeout(() => process.stdout.write(readFileSync(file('shot.jpg'))), 60)
}
