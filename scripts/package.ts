import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromiumPolicy, policyFile } from '../main/shell/chromium/policy.ts'
import { standardPort } from '../main/cli/closed-booth.ts'
import { stageService } from './stage-service.ts'

/** `npm run package`: the Debian package of the booth service with the Chromium window, into dist/packages. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const tree = join(root, 'dist', 'deb')
const packaging = join(root, 'packaging')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

rmSync(tree, { recursive: true, force: true })
const put = (from: string, to: string, mode = 0o644): void => {
  mkdirSync(join(tree, dirname(to)), { recursive: true })
  cpSync(from, join(tree, to))
  chmodSync(join(tree, to), mode)
}
const write = (to: string, text: string, mode = 0o644): void => {
  mkdirSync(join(tree, dirname(to)), { recursive: true })
  writeFileSync(join(tree, to), text, { mode })
}

stageService(join(tree, 'usr/lib/machinaka'))
put(join(packaging, 'booth'), 'usr/bin/booth', 0o755)
put(join(packaging, 'systemd/machinaka-booth.service'), 'usr/lib/systemd/system/machinaka-booth.service')
put(join(packaging, 'systemd/machinaka-window.service'), 'usr/lib/systemd/system/machinaka-window.service')
put(join(packaging, 'udev/70-machinaka.rules'), 'usr/lib/udev/rules.d/70-machinaka.rules')
put(join(packaging, 'etc/nftables-booth.conf'), 'usr/share/doc/machinaka-booth/examples/nftables-booth.conf')
put(join(packaging, 'etc/49-machinaka.rules'), 'usr/share/doc/machinaka-booth/examples/49-machinaka.rules')
put(join(root, 'LICENSE'), 'usr/share/doc/machinaka-booth/copyright')
put(join(root, 'docs/deployment.md'), 'usr/share/doc/machinaka-booth/deployment.md')
write(policyFile.slice(1), `${JSON.stringify(chromiumPolicy(standardPort), null, 2)}\n`)
write(
  'DEBIAN/control',
  `Package: machinaka-booth
Version: ${version}
Architecture: ${architecture}
Maintainer: Machinaka <booth@machinaka.example>
Section: misc
Priority: optional
Depends: adduser, chromium, cage, fonts-noto-cjk, systemd, libudev1
Recommends: cups, gphoto2
Description: Town ID photo booth that applies for the Individual Number Card
 Reads the QR code of an application form, photographs the applicant, checks the
 photo and sends a sealed application. Runs under systemd as two users.
`,
)
for (const script of ['postinst', 'prerm']) put(join(packaging, 'debian', script), `DEBIAN/${script}`, 0o755)

const out = join(root, 'dist', 'packages')
mkdirSync(out, { recursive: true })
const file = join(out, `machinaka-booth_${version}_${architecture}.deb`)
execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, file], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
process.stdout.write(`${file}\n`)
