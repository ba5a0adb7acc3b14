// Rules over HTTP: life of one, and all of them as YAML.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { Condition, type Rule } from '../../core/contracts/rule.ts'
import { shippedRules } from '../../core/kinds/shipped.ts'
import { saveRule } from '../store/rule.ts'
import { at, estateOf, no, openHouse, type House } from './testing/house.ts'

let house: House
let lead: string
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
})
afterEach(() => house.close())

const rule = {
  ...{ id: 'pump-hot', name: { 'zh-CN': '水泵过流', en: 'Pump over-current' }, priority: 2, scope: { kind: 'pump' } },
  ...{ when: { metric: 'current_a', above: 18, clear: 16 }, for: '5s', keepFor: '10s' },
  raise: { title: { 'zh-CN': '电流高', en: 'Current high' }, ticket: { type: 'fault' } },
}
const create = (body: object = rule) => house.api('POST', '/rules', { token: lead, body })

describe('a rule', () => {
  test('is created, replaced as a whole, and removed; the pipeline hears of each', async () => {
    const told: string[] = []
    house.onCommitted((happenings) => void told.push(...happenings.map(({ type, data }) => `${type} ${data !== null}`)))
    expect((await create()).status).toBe(201)
    const { id: _id, keepFor: _keepFor, ...rest } = rule
    const put = await house.api('PUT', '/rules/pump-hot', {
      token: lead,
      body: { ...rest, enabled: false, version: 1 },
    })
    expect(put.body).toMatchObject({ id: 'pump-hot', enabled: false, keepFor: '0s', version: 2 })
    expect((await house.api('DELETE', '/rules/pump-hot', { token: lead })).status).toBe(204)
    expect(told).toEqual(['rule.created true', 'rule.changed true', 'rule.deleted false'])
  })

  test('keeps its id and its origin when it is replaced', async () => {
    await create()
    const body = { ...rule, id: 'other' }
    expect(at(await house.api('PUT', '/rules/pump-hot', { token: lead, body }), 'id')).toBe('pump-hot')
    expect((await house.api('GET', '/rules/other', { token: lead })).status).toBe(404)
  })

  test('refuses stale versions, unknown kinds, sites and devices', async () => {
    await create()
    expect(no(await house.api('PUT', '/rules/pump-hot', { token: lead, body: { ...rule, version: 9 } }))).toEqual([
      409,
      'stale_version',
    ])
    const lost = await create({ ...rule, id: 'b', scope: { kind: 'x', sites: ['hq', 'y'], devices: ['p-1', 'z'] } })
    expect(no(lost)).toEqual([422, 'unknown_reference'])
    expect((at(lost, 'errors') as { path: string }[]).map(({ path }) => path)).toEqual([
      'scope.kind',
      'scope.sites.1',
      'scope.devices.1',
    ])
  })
})

describe('rules as YAML', () => {
  const send = (yaml: string, dryRun = false) =>
    house.api('POST', '/rules/import', { token: lead, body: { yaml, dryRun } })

  test('go out and come back without a loss', async () => {
    await create()
    await create({ ...rule, id: 'other', when: { any: [{ silent: 3 }, { not: { event: 'trip', until: 'reset' } }] } })
    const { text, headers } = await house.api('GET', '/rules/export', { token: lead })
    expect(headers.get('Content-Type')).toContain('yaml')
    expect((await send(text)).body).toEqual({ created: [], changed: [], unchanged: ['other', 'pump-hot'] })
    await house.api('DELETE', '/rules/other', { token: lead })
    expect((await send(text)).body).toEqual({ created: ['other'], changed: [], unchanged: ['pump-hot'] })
    expect((await house.api('GET', '/rules/export', { token: lead })).text).toBe(text)
  })

  test('change what is there; a dry run changes nothing', async () => {
    await create()
    const { rules } = parse((await house.api('GET', '/rules/export', { token: lead })).text) as { rules: Rule[] }
    const yaml = stringify([{ ...rules[0], priority: 1 }])
    expect((await send(yaml, true)).body).toMatchObject({ changed: ['pump-hot'] })
    expect(at(await house.api('GET', '/rules/pump-hot', { token: lead }), 'priority')).toBe(2)
    await send(yaml)
    expect((await house.api('GET', '/rules/pump-hot', { token: lead })).body).toMatchObject({ priority: 1, version: 2 })
  })

  test('a wrong one among them changes nothing at all, and is named', async () => {
    const good = { ...rule, id: 'good' }
    const wrong = await send(stringify([good, { ...rule, scope: { kind: 'nothing' } }]))
    expect([no(wrong), at(wrong, 'errors.0.path')]).toEqual([[422, 'unknown_reference'], 'rules.1.scope.kind'])
    const shape = await send(stringify([good, { ...rule, priority: 9 }]))
    expect(at(shape, 'errors.0.path')).toBe('rules.1.priority')
    expect(at(await send(stringify([good, good])), 'errors')).toMatchObject([{ path: 'rules.1.id', code: 'duplicate' }])
    expect(at(await house.api('GET', '/rules', { token: lead }), 'items')).toEqual([])
  })

  test.each(['rules: [', 'just words', '{a: &a [x], b: *a}', '__proto__: {rules: []}', 'rules: []\nadmin: true'])(
    '%j is refused in words',
    async (yaml) => {
      expect(no(await send(yaml))).toEqual([422, 'invalid'])
      expect(house.errors).toEqual([])
    },
  )
})

describe('a condition nested too deep', () => {
  const nested = (depth: number): string =>
    '{"not":'.repeat(depth - 1) + JSON.stringify({ silent: 2 }) + '}'.repeat(depth - 1)

  test('is refused in words beyond sixteen levels', async () => {
    const when = (depth: number) => JSON.parse(nested(depth)) as unknown
    expect((await house.api('POST', '/rules', { token: lead, body: { ...rule, when: when(16) } })).status).toBe(201)
    const deep = await house.api('POST', '/rules', { token: lead, body: { ...rule, id: 'deep', when: when(17) } })
    expect([no(deep), at(deep, 'errors')]).toMatchObject([[422, 'invalid'], [{ path: 'when', code: 'too_deep' }]])
  })

  test.each([17, 3_000, 20_000])('of %i levels does no harm as YAML either', async (depth) => {
    const one = JSON.stringify({ ...rule, when: 'HERE' }).replace('"HERE"', nested(depth))
    const answer = await house.api('POST', '/rules/import', { token: lead, body: { yaml: `[${one}]` } })
    expect(no(answer)).toEqual([422, 'invalid'])
    expect(['too_deep', 'yaml']).toContain(at(answer, 'errors.0.code'))
    expect(house.errors).toEqual([])
  })

  test('does not exhaust the stack of whoever parses it', () => {
    let when: unknown = { silent: 2 }
    for (let depth = 0; depth < 100_000; depth++) when = depth % 2 ? { not: when } : { all: [when] }
    expect(Condition.safeParse(when).error?.issues).toMatchObject([{ message: 'too_deep' }])
  })
})

test('explain is asked of the pipeline, with the subject', async () => {
  await house.close()
  const asked: unknown[] = []
  const told = { rule: 'pump-hot', subject: 'device:p-1', state: 'idle', since: null, dueAt: null, leaves: [] }
  const explain = (...args: unknown[]) => (asked.push(args.slice(0, 2)), args[0] === 'pump-hot' ? told : null)
  house = await openHouse({ deps: { pipeline: { explain } as never } })
  const token = await house.token('viewer')
  expect((await house.api('GET', '/rules/pump-hot/explain?subject=device:p-1', { token })).body).toEqual(told)
  expect(no(await house.api('GET', '/rules/other/explain?subject=device:p-1', { token }))).toEqual([404, 'not_found'])
  expect(asked).toContainEqual(['pump-hot', 'device:p-1'])
})

describe('a shipped rule', () => {
  const shipped = shippedRules.find(({ id }) => id === 'pump-vibration')!
  const stale = { ...shipped, for: '5m', shippedChanged: true, version: 3 }
  const { id: _id, shipped: _shipped, shippedChanged: _changed, version: _version, ...form } = stale

  test('that was edited and has another form now is settled by saving it again', async () => {
    await saveRule(house.db, stale)
    const put = await house.api('PUT', `/rules/${stale.id}`, { token: lead, body: { ...form, version: 3 } })
    expect(put.body).toMatchObject({ for: '5m', shipped: true, shippedChanged: false, version: 4 })
  })

  test('takes its shipped form again; one that does not come with the product has none', async () => {
    await saveRule(house.db, stale)
    const restored = await house.api('POST', `/rules/${stale.id}/shipped`, { token: lead })
    expect(restored.body).toEqual({ ...shipped, version: 4 })
    await create()
    expect((await house.api('POST', '/rules/pump-hot/shipped', { token: lead })).status).toBe(404)
    await saveRule(house.db, stale)
    const site = await house.token('supervisor', ['hq'])
    expect((await house.api('POST', `/rules/${stale.id}/shipped`, { token: site })).status).toBe(403)
  })
})
