// The form of a checkpoint: gives back what it got, understands what is typed.
import { describe, expect, it } from 'vitest'
import { Checkpoint } from '#core/contracts/checkpoint.ts'
import { checkpointOfDraft, draftOfCheckpoint, signOf, tagOf, uidOf, withCheck } from './checkpoint-draft.ts'

const point: Checkpoint = Checkpoint.parse({
  ...{ id: 'cp-1', site: 'hq', name: 'B2', zone: 'b2', building: null, key: true, twoRoles: true, code: 'ABCDEF' },
  tag: { type: 'ntag424', uid: '04DE5F1EACC040', batch: 'b-1' },
  checks: [
    { id: 'pressure', name: 'p', type: 'number', unit: 'MPa', min: 1, max: 1.4, photo: 'always' },
    { id: 'seal', name: 's' },
  ],
  sensor: { device: 'door-1', sign: { metric: 'open', equals: true }, use: 'confirm' },
})

describe('the form of a checkpoint', () => {
  it('gives back what it got, and leaves the tag alone', () => {
    const { zone, building, key, twoRoles, checks, sensor } = point
    expect(checkpointOfDraft(draftOfCheckpoint(point))).toEqual({ zone, building, key, twoRoles, checks, sensor })
  })
  it('writes a tag with its own keys, by its batch, or none', () => {
    const draft = {
      ...draftOfCheckpoint(null),
      uid: '04:de:5f:1e:ac:c0:40',
      batch: 'b-1',
      metaKey: 'M',
      fileKey: ' F ',
    }
    const uid = '04DE5F1EACC040'
    expect(tagOf({ ...draft, tag: 'batch' }).tag).toEqual({ type: 'ntag424', uid, batch: 'b-1' })
    expect(tagOf({ ...draft, tag: 'keys' }).tag).toMatchObject({ type: 'ntag424', uid, metaKey: 'M', fileKey: 'F' })
    expect(tagOf({ ...draft, tag: 'none' }).tag).toBeNull()
    expect(tagOf({ ...draft, tag: 'keep' })).toEqual({})
  })
  it('reads the UID out of the address of a tag', () => {
    expect(uidOf('https://wk.example/t?uid=041E3C8A2D6B80&ctr=000006&cmac=4B00064004B0B3D3')).toBe('041E3C8A2D6B80')
    expect(uidOf(' 04-1e-3c ')).toBe('041E3C')
  })
  it('reads an event or the value of a metric as a sign', () => {
    expect(signOf('opened')).toEqual({ event: 'opened' })
    expect([signOf('open = true'), signOf('n=3'), signOf('door=ajar')]).toEqual([
      { metric: 'open', equals: true },
      { metric: 'n', equals: 3 },
      { metric: 'door', equals: 'ajar' },
    ])
  })
  it('gives a new check an id that is free', () => {
    const [first] = withCheck([])
    expect(withCheck([{ ...first!, id: 'check-2' }]).map(({ id }) => id)).toEqual(['check-2', 'check-3'])
  })
})
