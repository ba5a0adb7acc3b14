// The calls stand in one file a noun: all of them are in the whole, and no two share a name, of which one would be lost.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { api } from '../../core/contracts/api.ts'

const folder = new URL('../../core/contracts/api/', import.meta.url)

test('every call of every noun is in the table, once', async () => {
  const files = readdirSync(folder).filter((file) => file !== 'endpoint.ts')
  const nouns = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, object>>),
  )
  const names = nouns.flatMap((exports) =>
    Object.entries(exports).flatMap(([name, table]) => (name.endsWith('Api') ? Object.keys(table) : [])),
  )
  expect(names.toSorted()).toEqual(Object.keys(api).toSorted())
})
