// Guessing many names from one address, which the per-person back-off does not see.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHouse, type House } from './http/testing/house.ts'

let house: House
beforeEach(async () => void (house = await openHouse()))
afterEach(() => house.close())

const spray = async (address: string) => {
  const answers = []
  for (let n = 0; n < 32; n++)
    answers.push(await house.identity.signIn(`name-${n}`, 'Spring2026!', { address, cookie: null }))
  return answers.map((answer) => ('refused' in answer ? answer.refused : 'in'))
}

test('one password for many names is slowed down by address', async () => {
  const said = await spray('203.0.113.9')
  expect(said.filter((code) => code === 'wrong_password')).toHaveLength(30)
  expect(said.slice(30)).toEqual(['too_many_attempts', 'too_many_attempts'])
})

test('a proxy on this machine is not everybody', async () => {
  await house.person('wang', 'operator', 'correct horse battery')
  expect(new Set(await spray('127.0.0.1'))).toEqual(new Set(['wrong_password']))
  const from = { address: '127.0.0.1', cookie: null }
  expect(await house.identity.signIn('wang', 'correct horse battery', from)).toHaveProperty('cookie')
})
