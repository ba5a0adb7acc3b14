// The short forms in which shipped kinds and rules are written. Nothing here decides anything.
import type { z } from 'zod'
import type { NewKind } from '../contracts/kind.ts'
import type { Metric } from '../contracts/metric.ts'
import type { NewRule } from '../contracts/rule.ts'
import type { Name } from '../contracts/scalars.ts'

/** A kind with the rules that come with it, as a person would post them. */
export type KindFile = { kind: z.input<typeof NewKind>; rules: z.input<typeof NewRule>[] }
type MetricInput = z.input<typeof Metric>
type Values = NonNullable<MetricInput['values']>

export const name = (zh: string, en: string): Name => ({ 'zh-CN': zh, en })

type NumberFacts = Pick<MetricInput, 'unit' | 'decimals' | 'range' | 'normal' | 'key'>

/** A measured number. `range` is the scale of the bar, `normal` the band shaded on it. */
export const number = (id: string, label: Name, facts: NumberFacts = {}): MetricInput => ({
  name: id,
  label,
  type: 'number',
  ...facts,
})

/** A number that only grows. */
export const counter = (id: string, label: Name, facts: Pick<MetricInput, 'unit' | 'decimals'> = {}): MetricInput => ({
  name: id,
  label,
  type: 'number',
  counter: true,
  decimals: 0,
  ...facts,
})

/** Yes or no, with the words for both. */
export const flag = (id: string, label: Name, yes: Name, no: Name, key = false): MetricInput => ({
  name: id,
  label,
  type: 'boolean',
  key,
  values: [
    { value: true, label: yes },
    { value: false, label: no },
  ],
})

/** One of several words. */
export const word = (id: string, label: Name, values: Record<string, Name>, key = false): MetricInput => ({
  name: id,
  label,
  type: 'enum',
  key,
  values: Object.entries(values).map(([value, of]): Values[number] => ({ value, label: of })),
})

type CommandInput = NonNullable<KindFile['kind']['commands']>[number]

/** Something that devices of the kind can be told, without any value. */
export const told = (id: string, label: Name): CommandInput => ({ name: id, label })

/** Something that they can be told to be: one of two. */
export const switched = (id: string, label: Name, arg: string, yes: Name, no: Name): CommandInput => ({
  name: id,
  label,
  args: [
    {
      name: arg,
      label,
      type: 'boolean',
      values: [
        { value: true, label: yes },
        { value: false, label: no },
      ],
    },
  ],
})

/** The rule that a device of the kind is not heard any more, at the kind's priority. */
export function silence(kind: KindFile['kind'], what: Name, advice: Name): z.input<typeof NewRule> {
  return {
    id: `${kind.id}-silent`,
    name: name(`${what['zh-CN']}失联`, `${what.en} not heard`),
    scope: { kind: kind.id },
    priority: kind.silencePriority ?? 3,
    when: { silent: 2 },
    raise: { title: name(`${what['zh-CN']}失联`, `${what.en} not heard`), advice },
  }
}
