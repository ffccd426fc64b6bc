import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const documentation = path.join(import.meta.dirname, '../docs/photo-check.md')

/** Writes tables into docs/photo-check.md, each between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function fillDocumentation(tables: readonly (readonly [name: string, content: string])[]): void {
  let text = readFileSync(documentation, 'utf8')
  for (const [name, content] of tables) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const from = text.indexOf(open)
    const to = text.indexOf(close)
    if (from < 0 || to < from) throw new Error(`docs/photo-check.md lacks the markers ${open} and ${close}.`)
    text = `${text.slice(0, from + open.length)}\n\n${content}\n\n${text.slice(to)}`
  }
  writeFileSync(documentation, text)
}
