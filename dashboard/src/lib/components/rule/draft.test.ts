// The form of a rule gives back what it was given.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NewRule, Rule } from '#core/contracts/rule.ts'
import { shippedRules } from '#core/kinds/shipped.ts'
import { blankRule, draftOfRule, ruleOfDraft } from './draft.ts'
import { conditionOfDraft, draftOfCondition, equalsOf, typedOf } from './when-draft.ts'

const document = ({ shipped: _s, shippedChanged: _c, version: _v, ...rule }: Rule) => rule
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((n) => (Object.is(n, -0) ? 0 : n))
const metric = fc.constantFrom('current_a', 'mode')
const duration = fc.constantFrom('500ms', '5s', '1h')
const scalar = fc.oneof(number, fc.boolean(), fc.string({ maxLength: 20 }))

describe('the form of a rule', () => {
  it.each(shippedRules.map((rule) => [rule.id, rule] as const))('gives back %s as it was', (_id, rule) => {
    expect(ruleOfDraft(draftOfRule(rule))).toEqual(document(rule))
  })

  it('gives back any basic condition as it was', () => {
    const threshold = fc
      .tuple(metric, fc.constantFrom('above', 'below'), number, fc.boolean())
      .map(([name, side, limit, clears]) => ({ metric: name, [side]: limit, ...(clears && { clear: limit }) }))
    const equal = fc.record({ metric, equals: scalar })
    const rate = fc
      .tuple(metric, fc.constantFrom('above', 'below'), number, duration, duration)
      .map(([name, side, limit, per, window]) => ({ metric: name, rate: { [side]: limit, per, window } }))
    const event = fc.record(
      { event: fc.constant('trip'), until: fc.constant('restored'), by: fc.constant('point' as const) },
      { requiredKeys: ['event'] },
    )
    const silent = fc.record({ silent: fc.integer({ min: 1, max: 1000 }) })
    fc.assert(
      fc.property(fc.oneof(threshold, equal, rate, event, silent), (when) => {
        expect(conditionOfDraft(draftOfCondition(when as never))).toEqual(when)
      }),
    )
  })

  it('carries what it has no fields for', () => {
    const when = { all: [{ metric: 'mode', in: ['auto'] }, { not: { silent: 2 } }] }
    expect(draftOfCondition(when).shape).toBe('other')
    expect(conditionOfDraft(draftOfCondition(when))).toBe(when)
  })

  it('lets one name stand for both languages and leaves out what is empty', () => {
    const draft = { ...blankRule(), id: 'hot', name: { 'zh-CN': '热', en: ' ' }, title: { 'zh-CN': '', en: 'Hot' } }
    const when = { ...draft.when, metric: 'motor_temp_c', value: ' 90 ' }
    const rule = ruleOfDraft({ ...draft, when })
    expect(NewRule.parse(rule)).toMatchObject({ name: { en: '热' }, raise: { title: { 'zh-CN': 'Hot' } } })
    expect(rule.when).toEqual({ metric: 'motor_temp_c', above: 90 })
    expect(rule.raise).not.toHaveProperty('advice')
  })

  it('keeps a typed number apart from a typed word', () => {
    expect([equalsOf('4', true), equalsOf('4', false), equalsOf('auto', true)]).toEqual(['4', '"4"', '"auto"'])
    expect([typedOf('4'), typedOf('"auto"')]).toEqual(['4', 'auto'])
  })
})
