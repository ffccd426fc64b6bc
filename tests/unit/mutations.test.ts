import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'tests', 'mutations')

type Mutation = Readonly<{ what: string; file: string; find: string; test: string }>

/* `npm run mutations` takes an hour for all of them: that each still finds its place is known at once. */
test.each(readdirSync(folder))('every mutation of %s finds its place once', (name) => {
  const parsed = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Mutation | Mutation[]
  const lost = [parsed].flat().filter(({ file, find }) => {
    return readFileSync(join(root, file), 'utf8').split(find).length !== 2
  })
  expect(lost.map(({ what }) => what)).toEqual([])
})
