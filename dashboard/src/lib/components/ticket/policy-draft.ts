// The policy of a type of ticket as its form holds it, and back to what the server takes. Pure.
import type { CheckItem, PauseWhy, Policy, PolicySent } from '#core/contracts/policy.ts'
import type { Name } from '#core/contracts/scalars.ts'

export type CheckDraft = {
  key: number
  id: string
  label: Name
  kind: CheckItem['kind']
  unit: string
  min: string
  max: string
  photo: boolean
  required: boolean
  first: boolean
}
export type PolicyDraft = {
  response: string
  resolution: string
  stopsAt: Policy['stopsAt']
  warn: string
  hold: string
  pauses: PauseWhy[]
  checks: CheckDraft[]
}

export const pauseWhys = [
  ...(['parts', 'access', 'caller', 'vendor', 'weather', 'shutdown', 'other'] as const),
] satisfies PauseWhy[]

let keys = 0
/** A step that no other of the list is called like. */
export function blankCheck(others: readonly CheckDraft[]): CheckDraft {
  const taken = new Set(others.map(({ id }) => id))
  let n = others.length + 1
  while (taken.has(`step-${n}`)) n++
  return {
    ...{ key: keys++, id: `step-${n}`, label: { 'zh-CN': '', en: '' }, kind: 'tick', unit: '', min: '', max: '' },
    ...{ photo: false, required: true, first: false },
  }
}

const word = (value: number | null): string => (value === null ? '' : String(value))
const number = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed))

export const draftOf = ({ response, resolution, stopsAt, warnShare, hold, pauses, checks }: Policy): PolicyDraft => ({
  ...{ response, resolution, stopsAt, hold, warn: String(Math.round(warnShare * 100)), pauses: [...pauses] },
  checks: checks.map((item) => ({
    ...{ ...item, key: keys++, label: { ...item.label } },
    ...{ min: word(item.min), max: word(item.max) },
  })),
})

function checkOf({ key: _key, label, min, max, ...rest }: CheckDraft): CheckItem {
  const [chinese, english] = [label['zh-CN'].trim(), label.en.trim()]
  const limits = rest.kind === 'number' ? { min: number(min), max: number(max) } : { min: null, max: null }
  return { ...rest, ...limits, label: { 'zh-CN': chinese || english, en: english || chinese } }
}

/** A new version of the policy that stood there before; `over`: whatever stands there now. */
export const bodyOf = ({ warn, checks, ...rest }: PolicyDraft, before: Policy, over: boolean): PolicySent => ({
  ...{ ...rest, pauses: [...rest.pauses], warnShare: Number(warn) / 100, checks: checks.map(checkOf) },
  ...{ type: before.type, ...(!over && { version: before.version }) },
})
