import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import type { System } from './booted-system.ts'
import { check } from './checks.ts'

/** /root/booth.deb on a machine that is not booted: files, users, and the commands that need no service. */
export async function installation({ root, run }: System): Promise<void> {
  const apt = run('apt-get install -y -q --no-install-recommends /root/booth.deb')
  check('apt installs it into a clean Debian 12', apt.code === 0, apt.out.slice(-800))
  check('every file is as it was packed (dpkg --verify)', run('dpkg --verify machinaka-booth').out === '')
  check(
    'two users without a shell, the window in the group of the service',
    /nologin/.test(run('getent passwd machinaka').out) &&
      /nologin/.test(run('getent passwd booth-window').out) &&
      run('id -nG booth-window').out.includes('booth'),
  )
  const form = run('echo 40718263549917283640517 | booth form --json -')
  check('booth form', form.out === '{"result":"form-id","formId":"40718263549917283640517"}', form.out)
  writeFileSync(join(root, 'tmp/drawn.png'), await renderSvg(drawApplicant({}), 'png'))
  const photo = run('booth photo --json /tmp/drawn.png')
  check('booth photo', /"verdict":"accept"/.test(photo.out), photo.out)
  const start = run('timeout 30 booth start --shell none')
  check(
    'booth start: without a configuration it is out of service and says so',
    start.out.includes('There is no configuration: the booth is out of service'),
    start.out,
  )
  const again = run('dpkg -i /root/booth.deb')
  check('installing it once more changes nothing', again.code === 0, again.out.slice(-400))
}
