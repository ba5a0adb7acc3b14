// Which devices the list shows and in which groups.
import { describe, expect, it } from 'vitest'
import type { Device } from '#core/contracts/device.ts'
import { fits, groupsOf } from './list.ts'

const device = (id: string, set: Partial<Device> = {}): Device => ({
  id,
  site: 'demo',
  kind: 'pump',
  name: { 'zh-CN': id, en: id },
  building: null,
  zone: null,
  parent: null,
  group: null,
  tag: null,
  tags: [],
  attributes: {},
  interval: null,
  service: null,
  lockout: null,
  drill: false,
  version: 1,
  ...set,
})
const all = { words: '', building: '', kind: '', state: '' }
const facts = { known: '1号楼 生活泵 p-1', unheard: false, alarm: false }

describe('the device list', () => {
  it('narrows by words, place, kind and state', () => {
    const one = device('p-1', { building: 'b1' })
    expect(fits(one, all, facts)).toBe(true)
    expect(fits(one, { ...all, words: '生活 P-1' }, facts)).toBe(true)
    expect(fits(one, { ...all, words: '生活 p-2' }, facts)).toBe(false)
    expect(fits(one, { ...all, building: 'b2' }, facts)).toBe(false)
    expect(fits(one, { ...all, kind: 'elevator' }, facts)).toBe(false)
    expect(fits(one, { ...all, state: 'unheard' }, facts)).toBe(false)
    expect(fits(one, { ...all, state: 'unheard' }, { ...facts, unheard: true })).toBe(true)
    expect(fits(one, { ...all, state: 'alarm' }, { ...facts, alarm: true })).toBe(true)
  })
  it('knows service work from normal use that was said aloud', () => {
    const said = (mode: 'normal' | 'service') =>
      device('p-1', { service: { mode, reason: 'x', since: '2026-11-23T08:00:00.000Z', by: null } })
    expect(fits(said('service'), { ...all, state: 'service' }, facts)).toBe(true)
    expect(fits(said('normal'), { ...all, state: 'service' }, facts)).toBe(false)
  })
  it('stands in the order of the site, what is outdoors last, numbers as numbers', () => {
    const devices = [
      device('p-10', { building: 'b1' }),
      device('p-9', { building: 'b1' }),
      device('gate'),
      device('p-1', { building: 'b2' }),
    ]
    const groups = groupsOf(devices, 'building', ['b2', 'b1'])
    expect(groups.map(({ id, devices: members }) => [id, ...members.map((one) => one.id)])).toEqual([
      ['b2', 'p-1'],
      ['b1', 'p-9', 'p-10'],
      ['', 'gate'],
    ])
  })
})
