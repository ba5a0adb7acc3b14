// Ladders on screens: the form gives back what it was given, the last step stays the telephone, calls are asked for once.
import { expect, describe, it } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { NewLadder, ShownClimb, type ClimbEntry } from '#core/contracts/ladder.ts'
import { shippedLadders } from '#core/kinds/ladders.ts'
import { comesNext, counted, toPhone } from './climb.ts'
import { bodyOf, draftOf, movedStep, withStep } from './draft.ts'

const at = Date.UTC(2026, 10, 23, 6)
const entry = (what: ClimbEntry['what'], more: Partial<ClimbEntry> = {}): ClimbEntry => ({
  ...{ at: iso(at), step: 0, what, to: null, channel: null, notice: null, by: null, answered: null, note: null },
  ...more,
})

describe('the form of a ladder', () => {
  it.each(shippedLadders)('gives $id back as it was', (ladder) => {
    const { version: _version, ...rest } = ladder
    const body = bodyOf(draftOf(ladder), ladder.name)
    expect(NewLadder.parse({ ...body, id: ladder.id, site: ladder.site })).toEqual(rest)
  })
  it('tells anew what was taken and left lying, unless that is given up', () => {
    const { resumeAfter } = draftOf(null)
    expect(resumeAfter).toBe('30m')
    const draft = { ...draftOf(shippedLadders[0]!), resumeAfter: ' ' }
    expect(bodyOf(draft, draft.name).resumeAfter).toBeNull()
    expect(draftOf({ ...shippedLadders[0]!, resumeAfter: null }).resumeAfter).toBe('')
  })
  it('keeps the telephone last, whatever is added or moved', () => {
    const steps = withStep(draftOf(null).steps)
    expect(steps.map(({ does }) => does)).toEqual(['notify', 'notify', 'phone'])
    expect(movedStep(steps, 1, 1)).toEqual(steps)
    expect(movedStep(steps, 2, -1)).toEqual(steps)
    expect(movedStep(steps, 1, -1).map(({ key }) => key)).toEqual([steps[1]?.key, steps[0]?.key, steps[2]?.key])
  })
})

describe('a climb', () => {
  const { steps } = shippedLadders[1]!
  const last = steps.length - 1
  const phones = [{ step: last, user: 'zhang', name: '张宇', phone: '138' }]
  const climb = (more: Partial<ShownClimb>) =>
    ShownClimb.parse({
      ...{ id: 'c-1', ladder: 'high', site: 'hq', of: { type: 'incident', id: 'i-1' }, steps, startedAt: iso(at) },
      ...{ next: last + 1, repeated: 0, takenAt: iso(at), toldAt: null, run: 1, tellings: 0, nextAt: null },
      ...{ resumeAfter: '30m', resumeAt: null },
      ...{ state: 'done', stopped: null, log: [], version: 1, phones, ...more },
    })
  it('asks for a call when its step has come, until it was answered', () => {
    expect(toPhone(climb({ next: last, state: 'climbing' }))).toEqual([])
    expect(toPhone(climb({}))).toEqual(phones)
    const call = entry('phoned', { step: last, to: 'zhang', by: 'op', answered: false })
    expect(toPhone(climb({ log: [call] }))).toEqual(phones)
    expect(toPhone(climb({ log: [{ ...call, answered: true }] }))).toEqual([])
    expect(toPhone(climb({ log: [{ ...call, answered: true }, entry('resumed')] }))).toEqual(phones)
    expect(toPhone(climb({ state: 'stopped', stopped: 'acknowledged' }))).toEqual([])
  })
  it('counts what left together once, and anew when it begins anew', () => {
    const log = [entry('told'), entry('told'), entry('told', { at: iso(at + 1) }), entry('resumed'), entry('told')]
    expect(counted(log).map(({ count }) => count)).toEqual([1, 1, 2, 0, 1])
  })
  it('says what comes if nobody takes it: the same step once more, and the next one, each at its time', () => {
    const minutes = (n: number) => at + n * 60_000
    const standing = (more: Partial<ShownClimb>) => comesNext(climb({ next: 1, state: 'climbing', ...more }))
    expect(standing({ nextAt: iso(minutes(2)) })).toEqual({
      ...{ step: steps[1], at: minutes(5), again: { step: steps[0], at: minutes(2) } },
    })
    // The repeat that would fall together with the next step gives way to it.
    expect(standing({ repeated: 2, nextAt: iso(minutes(5)) })).toMatchObject({ at: minutes(5), again: null })
    expect(standing({ next: 0, nextAt: iso(at) })).toMatchObject({ step: steps[0], at, again: null })
    expect(standing({ next: last + 1, nextAt: null })).toBeNull()
  })
})
