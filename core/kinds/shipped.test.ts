import { describe, expect, it } from 'vitest'
import { NewKind } from '../contracts/kind.ts'
import { NewRule, type Condition, type Rule } from '../contracts/rule.ts'
import { shippedKinds, shippedRules } from './shipped.ts'

const leavesOf = (
  condition: Condition,
): Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>[] => {
  if ('all' in condition) return condition.all.flatMap(leavesOf)
  if ('any' in condition) return condition.any.flatMap(leavesOf)
  return 'not' in condition ? leavesOf(condition.not) : [condition]
}
const ofDevices = shippedRules.filter((rule) => rule.scope.subject === 'device')
const kindOf = (rule: Rule) => shippedKinds.find(({ id }) => id === rule.scope.kind)
const texts = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => (key === 'en' ? [inner as string] : texts(inner)))

describe('what is shipped', () => {
  it('has the kinds of the product and ids of their own', () => {
    expect(shippedKinds.map(({ id }) => id)).toEqual([
      ...['elevator', 'pump', 'fire_panel', 'patrol_reader', 'power', 'access_door', 'lighting', 'water_level'],
      ...['leak', 'camera', 'weather', 'generic'],
    ])
    expect(new Set(shippedRules.map(({ id }) => id)).size).toBe(shippedRules.length)
  })

  it('is made of documents that a person could have posted', () => {
    for (const { shipped: _, version: __, ...kind } of shippedKinds) expect(() => NewKind.parse(kind)).not.toThrow()
    for (const { shipped: _, shippedChanged: __, version: ___, ...rule } of shippedRules)
      expect(() => NewRule.parse(rule)).not.toThrow()
    expect([...shippedKinds, ...shippedRules].every(({ shipped }) => shipped)).toBe(true)
  })

  it('speaks English where English stands', () => {
    for (const text of [...texts(shippedKinds), ...texts(shippedRules)]) expect(text).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it.each(ofDevices)('$id asks only for what its kind declares', (rule) => {
    const kind = kindOf(rule)!
    expect(kind).toBeDefined()
    for (const leaf of leavesOf(rule.when)) {
      if ('metric' in leaf) {
        const metric = kind.metrics.find(({ name }) => name === leaf.metric)!
        expect(metric, leaf.metric).toBeDefined()
        const asked = 'rate' in leaf ? [] : [leaf.equals ?? leaf.in ?? []].flat()
        const known = metric.values.map(({ value }) => value)
        for (const value of asked) expect(known).toContain(value)
        if ('above' in leaf || 'below' in leaf || 'rate' in leaf) expect(metric.type).toBe('number')
      }
      if ('event' in leaf) {
        const declared = new Map(kind.events.map((event) => [event.type, event]))
        for (const type of [leaf.event, leaf.until ?? []].flat()) expect([...declared.keys()]).toContain(type)
        if (leaf.by === 'point') expect(declared.get(leaf.event)?.point).toBe(true)
      }
    }
  })

  it('watches the silence of every kind at the priority that the kind gives it', () => {
    for (const kind of shippedKinds) {
      const rule = shippedRules.find(({ id }) => id === `${kind.id}-silent`)
      expect(rule).toMatchObject({ priority: kind.silencePriority, when: { silent: 2 }, scope: { kind: kind.id } })
    }
    expect(shippedKinds.filter((kind) => kind.silencePriority === 2).map(({ id }) => id)).toEqual([
      'pump',
      'fire_panel',
    ])
  })

  it('gives what happens inside the product an end, so that nothing waits for a reset', () => {
    const inside = shippedRules.filter(({ scope }) => scope.subject !== 'device')
    expect(inside.length).toBeGreaterThan(5)
    const endless = inside.filter(({ when }) => !('until' in when))
    // A cry for help is ended by a person.
    expect(endless.map(({ id }) => id)).toEqual(['sos'])
  })

  it('lets what endangers life be priority 1 and exempt', () => {
    const vital = shippedRules.filter(({ lifeSafety }) => lifeSafety)
    expect(vital.map(({ id }) => id)).toEqual(['lift-entrapment', 'fire-alarm', 'water-flood', 'leak-flood', 'sos'])
    expect(vital.every(({ priority }) => priority === 1)).toBe(true)
  })

  it('draws the normal band of a metric inside the limit that raises', () => {
    for (const rule of ofDevices) {
      for (const leaf of leavesOf(rule.when)) {
        if (!('metric' in leaf) || 'rate' in leaf) continue
        const [low, high] = kindOf(rule)!.metrics.find(({ name }) => name === leaf.metric)!.normal ?? [null, null]
        if (leaf.above !== undefined && high !== null) expect(leaf.above).toBeGreaterThanOrEqual(high)
        if (leaf.below !== undefined && low !== null) expect(leaf.below).toBeLessThanOrEqual(low)
      }
    }
  })
})
