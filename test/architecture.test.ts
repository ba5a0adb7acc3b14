// The law of the house: who imports whom, and which package may appear in which room. There is no exception list: when
// a line breaks the law, it stands in the wrong room.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

type Law = {
  /** Files of the room, by the start of their path. The first room that fits counts. */
  at: string
  /** Rooms that may be imported, by the start of the path of the imported file. */
  imports: readonly string[]
  /** npm packages that may be imported; `*` is any. */
  packages: readonly string[]
  node: boolean
  /** What to do instead, shown when the law is broken. */
  instead: string
}

const laws: readonly Law[] = [
  {
    at: 'main.ts',
    imports: ['gateway/', 'server/', 'simulators/', 'core/'],
    packages: ['pino'],
    node: true,
    instead: 'main.ts joins rooms; logic belongs to one of them',
  },
  {
    at: 'core/contracts/',
    imports: ['core/contracts/'],
    packages: ['zod'],
    node: false,
    instead: 'contracts are schemas only; a decision belongs to core/domain',
  },
  {
    at: 'core/kinds/',
    imports: ['core/contracts/', 'core/kinds/'],
    packages: ['zod'],
    node: false,
    instead: 'kinds are data; behaviour belongs to core/domain',
  },
  {
    at: 'core/texts/',
    imports: ['core/contracts/', 'core/texts/'],
    packages: ['intl-messageformat'],
    node: false,
    instead: 'texts are words; pass values in as parameters',
  },
  {
    at: 'core/domain/',
    imports: ['core/contracts/', 'core/domain/'],
    packages: ['rrule-temporal'],
    node: false,
    instead: 'the domain is pure: pass time, chance and data in as parameters',
  },
  {
    at: 'gateway/broker.ts',
    imports: ['core/contracts/', 'gateway/'],
    packages: ['aedes', 'ws', 'zod'],
    node: true,
    instead: 'broker.ts only carries packets; decisions stand in admit.ts and ingest.ts',
  },
  {
    at: 'gateway/wire.ts',
    imports: ['core/contracts/', 'gateway/'],
    packages: ['ws'],
    node: true,
    instead: 'wire.ts only turns a WebSocket into a stream',
  },
  {
    at: 'gateway/readings/influx',
    imports: ['core/contracts/', 'gateway/'],
    packages: ['@influxdata/influxdb-client', 'zod'],
    node: true,
    instead: 'a driver speaks to its store only',
  },
  {
    at: 'gateway/',
    imports: ['core/contracts/', 'gateway/'],
    packages: ['zod'],
    node: true,
    instead: 'the gateway asks through its ports (directory.ts, journal.ts); main.ts joins the drivers',
  },
  {
    at: 'server/store/',
    imports: ['core/', 'server/store/', 'gateway/directory.ts', 'gateway/journal/journal.ts'],
    packages: ['kysely'],
    node: true,
    instead: 'SQL stays in server/store, and nothing but SQL',
  },
  {
    at: 'server/http/',
    imports: ['core/', 'server/', 'gateway/readings/store.ts', 'gateway/journal/journal.ts'],
    packages: ['express', 'express-rate-limit', 'helmet', 'prom-client', 'csv-parse', 'yaml', 'zod', 'kysely'],
    node: true,
    instead: 'http validates, asks a domain decision, commits; nothing else',
  },
  {
    at: 'server/report/',
    imports: ['core/', 'server/report/', 'server/store/', 'server/file.ts'],
    packages: ['csv-stringify', 'kysely', 'pdfkit', 'uqr', 'write-excel-file'],
    node: true,
    instead: 'a report gathers, lets the domain count, and prints; it changes nothing',
  },
  {
    at: 'server/notify/',
    imports: ['core/', 'server/'],
    packages: ['kysely', 'nodemailer', 'web-push', 'zod'],
    node: true,
    instead: 'a channel sends what it is given and says what was answered; whom to tell is decided in core/domain',
  },
  {
    at: 'server/notify/',
    imports: ['core/', 'server/'],
    packages: ['kysely', 'nodemailer', 'web-push'],
    node: true,
    instead: 'notify carries what others decided to tell; whom and why stand in core/domain',
  },
  {
    at: 'server/',
    imports: ['core/', 'server/', 'gateway/directory.ts', 'gateway/journal/', 'gateway/readings/'],
    packages: ['express', 'kysely', 'pino', 'socket.io', 'zod'],
    node: true,
    instead: 'the server follows the journal; it never calls into the gateway, which is joined in main.ts',
  },
  {
    at: 'simulators/',
    imports: ['core/contracts/', 'simulators/'],
    packages: ['mqtt', 'zod', '@noble/ciphers'],
    node: true,
    instead: 'simulators are strangers: they know contracts and MQTT, nothing of the inside',
  },
  {
    at: 'dashboard/named.ts',
    imports: [],
    packages: [],
    node: true,
    instead: 'named.ts runs in the build and reads sources; nothing else in the screens knows files',
  },
  {
    at: 'dashboard/',
    imports: ['core/', 'dashboard/'],
    packages: [
      'svelte',
      '@sveltejs/kit',
      '@sveltejs/adapter-static',
      '@tailwindcss/vite',
      'vite',
      'bits-ui',
      'chart.js',
      'chartjs-plugin-annotation',
      'chartjs-plugin-zoom',
      'idb',
      'socket.io-client',
      'uqr',
    ],
    node: false,
    instead: 'screens speak HTTP and Socket.IO; they import words, types and pure decisions from core',
  },
  { at: 'test/', imports: [''], packages: ['*'], node: true, instead: '' },
  { at: 'vitest.config.ts', imports: ['test/'], packages: ['vitest'], node: true, instead: 'configuration only' },
]

/** Tests beside the code may import what tests need, and otherwise obey the law of their room less strictly. */
const isTest = (file: string): boolean =>
  file.includes('.test.') || file.includes('.fixture.') || file.startsWith('test/') || file.includes('/testing/')
const lawOf = (file: string): Law | undefined => laws.find((law) => file.startsWith(law.at))

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.svelte'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)))

const importPattern =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(file: string): string[] {
  const source = readFileSync(path.join(root, file), 'utf8')
  return [...source.matchAll(importPattern)].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

/** The imported file as a path from the root, or the package's name. */
function target(
  file: string,
  specifier: string,
): { file: string } | { package: string } | { node: string } | { kit: true } {
  if (specifier.startsWith('.'))
    return { file: path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)) }
  if (specifier.startsWith('#core/')) return { file: specifier.replace('#core/', 'core/') }
  if (specifier.startsWith('#lib/')) return { file: specifier.replace('#lib/', 'dashboard/src/lib/') }
  if (specifier.startsWith('$')) return { kit: true }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return { node: specifier }
  const parts = specifier.split('/')
  return { package: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]! }
}

function broken(file: string, specifier: string, law: Law): string | null {
  const to = target(file, specifier)
  if ('kit' in to) return law.at === 'dashboard/' ? null : `${file} imports ${specifier}: only the dashboard knows Kit`
  if ('node' in to) return law.node ? null : `${file} imports ${specifier}: ${law.instead}`
  if ('package' in to)
    return law.packages.includes('*') || law.packages.includes(to.package)
      ? null
      : `${file} imports the package ${to.package}: ${law.instead}`
  return law.imports.some((room) => to.file.startsWith(room)) || path.dirname(to.file) === path.dirname(file)
    ? null
    : `${file} imports ${to.file}: ${law.instead}`
}

describe('the law of the house', () => {
  test('every file stands in a room', () => {
    const homeless = files.filter((file) => !lawOf(file) && !file.startsWith('scripts/'))
    expect(homeless, 'no room fits: give the file one of the rooms of docs/architecture.md').toEqual([])
  })

  test('rooms import only upstream, and only their own packages', () => {
    const faults = files
      .filter((file) => !isTest(file) && lawOf(file))
      .flatMap((file) => importsOf(file).map((specifier) => broken(file, specifier, lawOf(file)!)))
      .filter((fault) => fault !== null)
    expect(faults).toEqual([])
  })

  test('no file has a default export, and no file is a barrel', () => {
    const faults = files
      .filter((file) => !file.endsWith('.config.ts') && !isTest(file) && file.endsWith('.ts'))
      .filter(
        (file) =>
          /^export default /m.test(readFileSync(path.join(root, file), 'utf8')) ||
          /^export \* from/m.test(readFileSync(path.join(root, file), 'utf8')),
      )
    expect(faults, 'name the thing where it is; import it from there').toEqual([])
  })

  test('each file opens with what it is for', () => {
    const silent = files
      .filter((file) => /^(core|gateway|server|simulators)\/.*\.ts$|^main\.ts$/.test(file) && !file.includes('.test.'))
      .filter((file) => !readFileSync(path.join(root, file), 'utf8').startsWith('//'))
    expect(silent, 'one to three comment lines at the top').toEqual([])
  })

  test('the only clock of the server is server/clock.ts, and the domain has none', () => {
    const faults = files
      .filter((file) => /^(core|gateway|server)\//.test(file) && !file.includes('.test.') && file !== 'server/clock.ts')
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)/.test(
          readFileSync(path.join(root, file), 'utf8').replace(/^\s*(\/\/|\*).*$/gm, ''),
        ),
      )
    expect(faults, 'take `at` as a parameter, or the Clock port').toEqual([])
  })

  test('SQL stays in server/store and in the readings drivers', () => {
    const faults = files
      .filter(
        (file) =>
          /^(server|gateway|core)\//.test(file) &&
          !/^(server\/store|gateway\/readings)\//.test(file) &&
          !file.includes('.test.'),
      )
      .filter((file) =>
        /\b(selectFrom|insertInto|updateTable|deleteFrom)\(|node:sqlite/.test(
          readFileSync(path.join(root, file), 'utf8'),
        ),
      )
    expect(faults, 'give server/store a function that says what is asked').toEqual([])
  })

  test('the paths that docs/architecture.md names exist', () => {
    const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8')
    const named = [
      ...page.matchAll(/`((?:core|gateway|server|simulators|dashboard|test|docs|scripts)\/[\w./-]*|main\.ts)`/g),
    ].map((match) => match[1]!)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([])
  })
})
