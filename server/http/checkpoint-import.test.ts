// Enrolment from CSV: a dry run says what would become of each row, and nothing is written while any row is wrong.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, estateOf, no, openHouse, type House } from './testing/house.ts'

let house: House
let lead: string
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
})
afterEach(() => house.close())

const send = (csv: string, dryRun = false, token = lead) =>
  house.api('POST', '/checkpoints/import', { token, body: { csv, dryRun } })
const ids = async () =>
  (await house.db.selectFrom('checkpoint').select('id').orderBy('id').execute()).map(({ id }) => id)

const good = `\uFEFFid,site,name_zh,name_en,zone,key,tag,uid,meta_key,file_key,code
cp-1,hq,B2 配电房,B2 switch room,room,1,ntag424,04a1b2c3d4e5f6,${'5a'.repeat(16)},${'c3'.repeat(16)},
cp-2,hq,"大堂,东侧",,,否,,04000000000002,,,ABC234
`

test('a dry run writes nothing; then all rows are there, with sealed keys and codes', async () => {
  const dry = await send(good, true)
  expect(dry.body).toEqual({ created: ['cp-1', 'cp-2'], changed: [], unchanged: [], errors: [] })
  expect(await ids()).toEqual([])
  expect((await send(good)).body).toEqual(dry.body)
  const [first, second] = at(await house.api('GET', '/checkpoints', { token: lead }), 'items') as object[]
  expect(first).toMatchObject({ key: true, zone: 'room', tag: { type: 'ntag424', uid: '04A1B2C3D4E5F6' } })
  expect(second).toMatchObject({
    name: { 'zh-CN': '大堂,东侧', en: '大堂,东侧' },
    code: 'ABC234',
    tag: { type: 'uid' },
  })
  const row = await house.db.selectFrom('checkpoint').select('tag_secret').where('id', '=', 'cp-1').executeTakeFirst()
  expect(row?.tag_secret).not.toContain('5a5a')
})

test('a list changes what it names and leaves the rest', async () => {
  await send(good)
  const again = await send(good.replace(/^cp-1.*\n/m, ''))
  expect(again.body).toMatchObject({ created: [], changed: [], unchanged: ['cp-2'] })
  expect((await send('id,uid\ncp-2,04000000000009\n')).body).toMatchObject({ changed: ['cp-2'] })
  const changed = await house.api('GET', '/checkpoints/cp-2', { token: lead })
  expect(changed.body).toMatchObject({ code: 'ABC234', version: 2, tag: { uid: '04000000000009' } })
})

test('every wrong cell is named by row and column, and nothing is written', async () => {
  const bad = `id,site,name_zh,zone,uid,colour
cp-1,hq,大堂,,04000000000001,red
CP 2,hq,大堂,,04000000000002,
cp-3,nowhere,大堂,,04000000000003,
cp-4,hq,,,xyz,
cp-5,hq,大堂,cellar,04000000000001,
`
  const { body } = await send(bad)
  const errors = (body as { errors: { row: number; column: string; code: string }[] }).errors
  expect(errors.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
    ...['1 colour unrecognized_keys', '3 id id', '4 site unknown_reference', '5 name_zh required', '5 uid hex'],
    ...['6 zone unknown_reference'],
  ])
  expect(await ids()).toEqual([])
})

test('a tag stands in a list once, and belongs to nobody else', async () => {
  const twice = await send('id,site,name_zh,uid\ncp-1,hq,A,04000000000001\ncp-2,hq,B,04000000000001\n')
  expect(at(twice, 'errors')).toMatchObject([{ row: 3, column: 'uid', code: 'duplicate' }])
  await send(good)
  const taken = await send('id,site,name_zh,uid\ncp-9,hq,A,04000000000002\n')
  expect(at(taken, 'errors')).toMatchObject([{ row: 2, code: 'id_taken' }])
})

test('a file that is no CSV, and somebody who may not', async () => {
  expect(no(await send('id,site\n"cp-1,hq\n'))).toEqual([400, 'malformed'])
  expect(no(await send(good, false, await house.token('guard')))).toEqual([403, 'forbidden'])
  const scoped = await house.token('supervisor', ['far'])
  expect(at(await send(good, false, scoped), 'errors.0')).toMatchObject({ row: 2, column: 'site' })
})
