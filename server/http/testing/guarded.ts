// A house with two buildings, guards, an operator and the rules that come with the product, whose time is turned by hand:
// taps over HTTP reach the real rules, and `pass` lets the chores of a tick be done.
import type { Happening } from '../../../core/contracts/live.ts'
import { callAtRandom } from '../../challenge.ts'
import { doChores } from '../../chores.ts'
import { loadEstate } from '../../estate.ts'
import { createInternals, type Internals } from '../../internal.ts'
import { putShipped } from '../../shipped.ts'
import { recordTap } from '../../tap.ts'
import { cookieFrom, openHouse, type Answer, type House } from './house.ts'

const password = 'correct horse battery'
export const minute = 60_000

export type Guarded = Awaited<ReturnType<typeof openGuarded>>

/** Checkpoints: `gate` outdoors, `b1-f1` and `b1-f9` in building b1, `b2-f1` in b2; codes GATEAA, FAAAAA, FBBBBB, FCCCCC. */
export async function openGuarded() {
  let internals: Internals | null = null
  const live = (): Internals => internals!
  const house = await openHouse({
    deps: {
      internals: { tell: (tx, event) => live().tell(tx, event) },
      recordTap: (tx, sent) => recordTap(tx, { internals: live(), tags: house.deps.tags }, sent),
    },
  })
  await putShipped(house.commit)
  const admin = await house.token('admin')
  await build(house, admin)
  const estate = await loadEstate(house.db)
  internals = createInternals(estate, [])
  const happened: Happening[] = []
  house.onCommitted((happenings) => {
    estate.apply(happenings)
    happened.push(...happenings)
  })
  const cookies = new Map<string, string>()
  const roles = [
    ['li', 'guard'],
    ['wang', 'guard'],
    ['desk', 'operator'],
  ] as const
  const signIn = async (username: string): Promise<void> => {
    cookies.set(username, cookieFrom(await house.api('POST', '/session', { body: { username, password } })))
  }
  for (const [username, role] of roles) {
    await house.person(username, role, password, { phone: username === 'li' ? '139' : null })
    await signIn(username)
  }
  const as = (who: string) => (who === 'admin' ? { token: admin } : { cookie: cookies.get(who)! })
  return {
    ...{ house, happened, estate, signIn },
    explain: (rule: string, subject: string, at: number) => live().explain(house.db, rule, subject, at),
    get: (who: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
      house.api('GET', path, { ...as(who), headers }),
    post: (who: string, path: string, body: object = {}): Promise<Answer> =>
      house.api('POST', path, { ...as(who), body }),
    patch: (who: string, path: string, body: object): Promise<Answer> => house.api('PATCH', path, { ...as(who), body }),
    /** Lets so much time pass and does what it brings about. */
    async pass(ms: number): Promise<void> {
      const at = (house.clock.at += ms)
      const time = { at, cause: `tick/${at}`, listeningSince: -Infinity }
      await house.commit(async (tx) => ({ result: null, happenings: await doChores(tx, live(), time) }))
    },
    /** Lets minutes pass one by one, each with what is done once a minute. */
    async minutes(count: number): Promise<void> {
      for (let n = 0; n < count; n++) {
        await this.pass(minute)
        const at = house.clock.at
        await house.commit(async (tx) => ({ result: null, happenings: await callAtRandom(tx, estate, at) }))
      }
    },
    types: (noun: string) => happened.map(({ type }) => type).filter((type) => type.startsWith(`${noun}.`)),
  }
}

async function build(house: House, token: string): Promise<void> {
  const buildings = [
    { id: 'b1', name: { 'zh-CN': '1号楼', en: 'Block 1' }, floors: 12 },
    { id: 'b2', name: { 'zh-CN': '2号楼', en: 'Block 2' }, floors: 12 },
  ]
  const zone = (id: string, building: string, floor: number) =>
    ['/zones', { id, site: 'hq', building, floor, name: { 'zh-CN': `${floor}层`, en: `Floor ${floor}` } }] as const
  const point = (id: string, code: string, place: object) =>
    ['/checkpoints', { id, site: 'hq', name: id, code, ...place }] as const
  const made = [
    ['/sites', { id: 'hq', name: 'HQ', phone: '0571-110', buildings }],
    ...[zone('z1-1', 'b1', 1), zone('z1-9', 'b1', 9), zone('z2-1', 'b2', 1)],

    ['/devices', { id: 'p-1', site: 'hq', kind: 'pump', name: { 'zh-CN': '水泵', en: 'Pump' }, zone: 'z1-9' }],
    ...[point('gate', 'GATEAA', {}), point('b1-f1', 'FAAAAA', { zone: 'z1-1' })],
    ...[point('b1-f9', 'FBBBBB', { zone: 'z1-9' }), point('b2-f1', 'FCCCCC', { zone: 'z2-1' })],
  ] as const
  for (const [path, body] of made) {
    const answer = await house.api('POST', path, { token, body })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`)
  }
}
