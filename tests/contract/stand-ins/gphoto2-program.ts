import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('gphoto2.mjs', import.meta.url))

/** How the stand-in behaves; the words for it are in gphoto2.mjs. */
export type Gphoto2Mode =
  'well' | 'missing' | 'held' | 'unplugged' | 'hang' | 'deaf' | 'frozen' | 'no-focus' | 'raw'

/** A program `gphoto2` in a folder, with the live picture and the shot it gives. */
export async function standInGphoto2(
  folder: string,
  { frame, shot }: Readonly<{ frame: Uint8Array; shot: Uint8Array }>,
): Promise<{ program: string; mode: (mode: Gphoto2Mode) => Promise<void> }> {
  const program = join(folder, 'gphoto2')
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${script}" "${folder}" "$@"\n`)
  await chmod(program, 0o755)
  await writeFile(join(folder, 'frame.jpg'), frame)
  await writeFile(join(folder, 'shot.jpg'), shot)
  return { program, mode: (mode) => writeFile(join(folder, 'mode'), mode) }
}
