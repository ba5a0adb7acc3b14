import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Aedes } from 'aedes'
import { afterEach, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('simulate.ts', import.meta.url))
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

function simulate(flags: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script, ...flags], { env: { PATH: process.env['PATH'], ...env } })
  const said: string[] = []
  child.stdout.on('data', (text: Buffer) => said.push(text.toString()))
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()))
  const ended = once(child, 'exit').then(([code]) => code as number)
  cleanups.push(() => {
    child.kill('SIGKILL')
    return ended
  })
  return { child, ended, said: () => said.join('') }
}

describe('the command', () => {
  it('names every fault of its flags at once and does not start', async () => {
    const { ended, said } = simulate(['--speed', '99', '--seed', 'x', '--scenario', 'rain-of-frogs'])
    expect(await ended).toBe(2)
    for (const word of ['--speed', '--seed', 'rain-of-frogs', 'SIMULATOR_SECRET']) expect(said()).toContain(word)
  })

  it('refuses a flag that it does not know', async () => {
    const { ended, said } = simulate(['--sped', '2'])
    expect(await ended).toBe(2)
    expect(said()).toContain('--sped')
  })

  it('lists its scenarios in both languages', async () => {
    const { ended, said } = simulate(['--list'])
    expect(await ended).toBe(0)
    expect(said()).toMatch(/entrapment\s+电梯困人\s+Passengers trapped/)
  })

  it('signs in, lets the cast of a scenario speak, and leaves cleanly when told to', async () => {
    const aedes = await Aedes.createBroker({ concurrency: 0 })
    const logins: string[] = []
    const topics: string[] = []
    aedes.authenticate = (_client, username, password, callback) => {
      logins.push(`${username}:${password?.toString()}`)
      callback(null, true)
    }
    const heard = new Promise<void>((resolve) => {
      aedes.authorizePublish = (_client, packet, callback) => {
        topics.push(packet.topic)
        if (packet.topic.endsWith('/telemetry')) resolve()
        callback(null)
      }
    })
    const server = createServer(aedes.handle).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanups.push(async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      await closed
    })
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
    const flags = ['--url', url, '--username', 'sim', '--scenario', 'entrapment']
    const { child, ended } = simulate(flags, { SIMULATOR_SECRET: 'secret' })
    await heard
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(logins).toEqual(['sim:secret'])
    expect(new Set(topics.map((topic) => topic.split('/')[4]))).toEqual(new Set(['b3-lift-2']))
  })
})
