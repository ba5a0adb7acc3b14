// Which words the screens name that open first: the frame, the sign-in, the wall. Found in their source and in all that
// it brings along, so that nobody keeps a list.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const routes = path.join(root, 'dashboard/src/routes')
const first = ['+layout.svelte', '+layout.ts', '+error.svelte', '+page.ts', 'sign-in', 'setup', 'wall']
  .map((name) => (name.startsWith('+') ? name : `${name}/+page.svelte`))
  .map((name) => path.join(routes, name))

const imports = /(?:^|\n)\s*(?:import|export)\s(?!type\s)[^'"]*?from\s*'([^']+)'/g

/** Files of the house that a file brings along; the dictionaries, which name every key, are none of them. */
const brought = (file: string, source: string): string[] =>
  [...source.matchAll(imports)]
    .map(([, name = '']) =>
      name.startsWith('.')
        ? path.resolve(path.dirname(file), name)
        : path.join(root, name.replace('#core/', 'core/').replace('#lib/', 'dashboard/src/lib/')),
    )
    .filter((found) => existsSync(found) && !found.endsWith('/core/texts/texts.ts'))

/** Sources of the first screens, by path. */
export function firstSources(): Map<string, string> {
  const seen = new Map<string, string>()
  const left = [...first]
  for (let file = left.pop(); file; file = left.pop()) {
    if (seen.has(file)) continue
    const source = readFileSync(file, 'utf8')
    seen.set(file, source)
    left.push(...brought(file, source))
  }
  return seen
}

/** Whether one of the sources names a key, whole (`'wall.fire'`) or by how it begins (`` `wall.${…}` ``). */
export function namedIn(sources: Iterable<string>): (key: string) => boolean {
  const whole = new Set<string>()
  const begun = new Set<string>()
  for (const source of sources) {
    for (const [, key = ''] of source.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/g)) whole.add(key)
    for (const [, start = ''] of source.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)) begun.add(start)
  }
  return (key) => whole.has(key) || [...begun].some((start) => key.startsWith(start))
}
