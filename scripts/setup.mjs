// Brings a fresh Debian machine to where `npm start` or `npm test` can run. Plain JavaScript without
// dependencies: it runs on the machine's own Node (20 or newer), before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const forTests = process.argv.includes('--for-tests')
const forInstallTest = process.argv.includes('--for-install-test')
const say = (text) => process.stderr.write(`${text}\n`)
const stop = (sentence) => {
  say(sentence)
  process.exit(2)
}

/** Debian package → a file that only it brings, and what we need it for. */
const systemPackages = [
  ['chromium', '/usr/bin/chromium', 'the browser that shows the booth'],
  ['socat', '/usr/bin/socat', 'the simulated serial line of the code reader'],
  ['ffmpeg', '/usr/bin/ffmpeg', 'the simulated camera and the voice clips'],
  [
    'fonts-noto-cjk',
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    'Japanese, Chinese and Korean text',
  ],
  ['espeak-ng', '/usr/bin/espeak-ng', 'the spoken guidance'],
  ...(forTests
    ? [
        ['postgresql', '/usr/lib/postgresql', "the intake's second store"],
        ['cups-daemon', '/usr/sbin/cupsd', 'a real queue for the slip printer'],
        ['poppler-utils', '/usr/bin/pdftotext', 'reading the printed slip back'],
        ['strace', '/usr/bin/strace', 'watching the order of writes'],
        ['xvfb', '/usr/bin/Xvfb', 'a display for the Chromium window of the crash tests'],
      ]
    : []),
  ...(forInstallTest
    ? [
        ['debootstrap', '/usr/sbin/debootstrap', 'a clean Debian in a folder'],
        ['systemd-container', '/usr/bin/systemd-nspawn', 'its own systemd, booted in a container'],
      ]
    : []),
]

function checkNode() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) stop(`Node ${process.versions.node} is too old: version 20 or newer is needed.`)
  if (process.platform !== 'linux') stop(`The booth runs on Linux; this is ${process.platform}.`)
}

function installSystemPackages() {
  const missing = systemPackages.filter(([, file]) => !existsSync(file))
  if (missing.length === 0) return
  const names = missing.map(([name]) => name)
  say('Debian packages to install:')
  for (const [name, , why] of missing) say(`  ${name.padEnd(18)} ${why}`)
  if (!existsSync('/usr/bin/apt-get'))
    stop(`This machine has no apt-get: please install ${names.join(', ')} and start again.`)
  const asRoot = process.getuid?.() === 0
  if (!asRoot && spawnSync('sudo', ['-n', 'true']).status !== 0)
    stop(`Root is needed once: please run "sudo apt-get install ${names.join(' ')}" and start again.`)
  const apt = (args, title) => {
    say(title)
    const command = ['apt-get', '-q', ...args]
    const [program, ...rest] = asRoot ? command : ['sudo', '-n', ...command]
    return spawnSync(program, rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
  }
  apt(['update'], 'Reading the list of packages …')
  const result = apt(
    ['install', '-y', '--no-install-recommends', ...names],
    `Installing ${names.length} packages (some minutes on a slow line) …`,
  )
  if (result.status !== 0) {
    const reason = result.stderr.split('\n').find((line) => line.startsWith('E:')) ?? 'no reason given'
    stop(`apt-get could not install ${names.join(', ')}: ${reason.replace(/^E: /, '')}`)
  }
}

function installNpmPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).digest('hex')
  const stamp = join(root, 'node_modules', '.installed-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Installing npm packages from the lock file (about a minute) …')
  // No install scripts: every native package ships its binaries, and nobody else's code runs at set-up.
  const result = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (result.status !== 0) {
    const reason = result.stderr.split('\n').find((line) => /npm error (?!A complete|code)/.test(line)) ?? ''
    stop(`npm could not install the packages: ${reason.replace(/^npm error /, '') || 'no reason given'}`)
  }
  if (!existsSync(join(root, 'node_modules', '.bin', 'node')))
    stop(
      `There is no packaged Node 24 for ${process.arch}: please install Node 24 and put it first on the PATH.`,
    )
  writeFileSync(stamp, wanted)
}

/** Newest change below some folders and files, in milliseconds. */
function newest(paths) {
  let latest = 0
  const visit = (path) => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name))
    else latest = Math.max(latest, stat.mtimeMs)
  }
  for (const path of paths) if (existsSync(join(root, path))) visit(join(root, path))
  return latest
}

/** Runs a package script with the packaged Node first on the PATH, unless its result is newer than its sources. */
function build(title, script, result, sources) {
  const stamp = join(root, result)
  if (existsSync(stamp) && Number(readFileSync(stamp, 'utf8')) >= newest(sources)) return
  say(title)
  const before = newest(sources)
  const built = spawnSync('npm', ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (built.status !== 0) {
    say(built.stdout + built.stderr)
    stop(`"npm run ${script}" did not succeed; its own words stand above.`)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, String(before))
}

checkNode()
installSystemPackages()
installNpmPackages()
build('Building the screens …', 'build', 'dist/.screens-built', [
  'renderer',
  'locales',
  'main/service/contract.ts',
  'main/photo/contract.ts',
  'main/photo/analysis',
  'main/form',
  'package-lock.json',
])
if (!forTests)
  build('Rendering the spoken guidance (some minutes, once) …', 'voice', 'dist/.voice-rendered', [
    'locales',
    'package-lock.json',
  ])
