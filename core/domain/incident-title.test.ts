// A title names what is wrong where its rule asks for that, and is left alone everywhere else.
import { expect, test } from 'vitest'
import { incidentTitle } from './incident-title.ts'

const title = { 'zh-CN': '渠道“{name}”发不出去', en: 'Channel “{name}” does not get through' }
const subject = { id: 'robot' }
const named = (name: unknown) => incidentTitle(title, { subject, evidence: { name } })

test('the name is put in as the event tells it, in both languages', () => {
  expect(named({ 'zh-CN': '值班群', en: 'Duty group' })).toEqual({
    ...{ 'zh-CN': '渠道“值班群”发不出去', en: 'Channel “Duty group” does not get through' },
  })
})

test('a name is taken as it is, whatever stands in it', () => {
  expect(named({ 'zh-CN': '$&{name}', en: '$1' })['zh-CN']).toBe('渠道“$&{name}”发不出去')
})

test('without a name it is the id', () => {
  expect(named(undefined).en).toBe('Channel “robot” does not get through')
  expect(named(7).en).toBe('Channel “robot” does not get through')
})

test('a title that asks for nothing stays', () => {
  const plain = { 'zh-CN': '电流高', en: 'Current high' }
  expect(incidentTitle(plain, { subject, evidence: { name: { 'zh-CN': 'x', en: 'x' } } })).toBe(plain)
})
