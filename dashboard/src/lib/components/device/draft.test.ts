import { expect, test } from 'vitest'
import { Device } from '#core/contracts/device.ts'
import { draftOf, emptyDraft, factsOf } from './draft.ts'

const device = Device.parse({
  ...{ id: 'p-1', site: 'hq', kind: 'pump', name: { 'zh-CN': '一号泵', en: 'Pump 1' } },
  ...{ building: 'b1', zone: 'b1-f1', parent: 'gw-1', tag: 'cp-1', interval: '30s' },
})

test('a device that nobody changed is sent as it was', () => {
  const { name, building, zone, parent, tag, interval } = device
  expect(factsOf(draftOf(device), 'p-1')).toEqual({ name, building, zone, parent, tag, interval })
})

test('what is left empty is nothing, and a name is never empty', () => {
  expect(factsOf(emptyDraft(), 'p-2')).toEqual({
    name: { 'zh-CN': 'p-2', en: 'p-2' },
    ...{ building: null, zone: null, parent: null, tag: null, interval: null },
  })
})

test('the form has a name of its own: typing changes no device before it is saved', () => {
  const draft = draftOf(device)
  draft.name['zh-CN'] = '二号泵'
  expect(device.name['zh-CN']).toBe('一号泵')
})
