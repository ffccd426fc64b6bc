import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../../intake/store/open-store.ts'
import { scratch } from '../../integration/intake/ground.ts'

test(
  'a crowd forty times as large takes about forty times as long, not its square',
  { timeout: 60_000 },
  async () => {
    const folder = scratch()
    const store = await openStore(join(folder, 'intake.sqlite'), 'receive')
    const crowd = async (size: number): Promise<number> => {
      const begun = performance.now()
      await Promise.all(Array.from({ length: size }, async (_, index) => await store.booth(`booth-${index}`)))
      return (performance.now() - begun) / size
    }
    await crowd(500)
    const [few, many] = [await crowd(500), await crowd(20_000)]
    expect(many / few).toBeLessThan(4)
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  },
)
