import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from './config.ts'
import { openDataDir } from './data-dir.ts'

let cwd: string
const made: string[] = []
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'wk-config-'))
  made.push(cwd)
})
afterAll(() => made.forEach((dir) => rmSync(dir, { recursive: true, force: true })))

const mqtt = { shape: { WK_MQTT_PORT: z.string().default('1883') }, faults: () => [] }
const read = (env: Record<string, string> = {}, demo = false) => readConfig({ env, cwd, demo }, mqtt)
const faultOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

test('has sane defaults, and the demo a directory of its own', () => {
  expect(read()).toMatchObject({ WK_HOST: '127.0.0.1', WK_HTTP_PORT: 8080, WK_DATA_DIR: path.join(cwd, 'data') })
  expect(read({}, true)).toMatchObject({ WK_DEMO: true, WK_DATA_DIR: path.join(cwd, 'data', 'demo') })
})

test('lists every fault at once, each with the name of its variable', () => {
  const env = {
    WK_HTTP_PORT: 'eighty',
    WK_HTP_PORT: '80',
    WK_TIMEZONE: 'Mars/Olympus',
    WK_REDIS_URL: 'redis://x',
    WK_READINGS_RETENTION: '5',
  }
  const lines = faultOf(() => read(env)).split('\n')
  expect(lines).toHaveLength(5)
  expect(lines).toEqual(
    expect.arrayContaining([
      'WK_HTP_PORT: there is no such setting; did you mean WK_HTTP_PORT?',
      expect.stringMatching(/^WK_HTTP_PORT: is a port number/),
      expect.stringMatching(/^WK_TIMEZONE: is a time zone/),
      expect.stringMatching(/^WK_READINGS_RETENTION: is a duration/),
      expect.stringMatching(/^WK_REDIS_URL: .*not supported/),
    ]),
  )
})

test('reads .env and files; the environment wins; names for tests are left alone', () => {
  writeFileSync(path.join(cwd, '.env'), 'WK_HTTP_PORT=1\nWK_LOG_LEVEL=debug\n')
  writeFileSync(path.join(cwd, 'password'), 'correct horse battery\n')
  const config = read({
    WK_HTTP_PORT: '2',
    WK_ADMIN_PASSWORD_FILE: 'password',
    WK_TEST_ANYTHING: 'x',
    WK_INFLUX_ORG: '',
  })
  expect(config).toMatchObject({ WK_HTTP_PORT: 2, WK_LOG_LEVEL: 'debug', WK_ADMIN_PASSWORD: 'correct horse battery' })
  expect(faultOf(() => read({ WK_SECRET_KEY_FILE: 'nowhere' }))).toMatch('WK_SECRET_KEY_FILE: the file nowhere')
})

test('keeps the demo on this machine unless told otherwise', () => {
  expect(faultOf(() => read({ WK_HOST: '0.0.0.0' }, true))).toMatch('WK_DEMO_PUBLIC=1')
  expect(read({ WK_HOST: '0.0.0.0', WK_DEMO_PUBLIC: '1' }, true).WK_HOST).toBe('0.0.0.0')
})

test('a data directory belongs to a demo or to real use, and to one process', () => {
  const dir = path.join(cwd, 'data')
  const first = openDataDir(dir, { demo: false })
  expect(statSync(first.file('secret.key')).mode & 0o777).toBe(0o600)
  writeFileSync(first.file('lock'), String(process.ppid))
  expect(faultOf(() => openDataDir(dir, { demo: false }))).toMatch(/in use by process/)
  first.release()
  expect(faultOf(() => openDataDir(dir, { demo: true }))).toMatch(/real data/)
  const again = openDataDir(dir, { demo: false })
  expect(again.secretKey.equals(first.secretKey)).toBe(true)
  expect(Number(readFileSync(again.file('lock'), 'utf8'))).toBe(process.pid)
})

test('a directory that cannot be made or written is a fault in one sentence', () => {
  expect(faultOf(() => openDataDir('/proc/watchkeeper/data', { demo: false }))).toMatch(/cannot be written/)
  writeFileSync(path.join(cwd, 'file'), '')
  expect(faultOf(() => openDataDir(path.join(cwd, 'file'), { demo: false }))).toMatch(
    /^WK_DATA_DIR: .*cannot be written/,
  )
})
