// What is promised by type of ticket until somebody changes it. The 30 minutes and 24 hours are the handbook's numbers.
import { iso } from '../contracts/instant.ts'
import type { CheckItem, PauseWhy, Policy, PolicyPut, Terms, TicketType } from '../contracts/policy.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'

const check = (id: string, zh: string, en: string, more: Partial<CheckItem> = {}): CheckItem => ({
  ...{ id, label: { 'zh-CN': zh, en }, kind: 'tick', unit: '', min: null, max: null },
  ...{ photo: false, required: true, first: false, ...more },
})

const anyReason: PauseWhy[] = ['parts', 'access', 'caller', 'vendor', 'weather', 'shutdown', 'other']
type Usual = Omit<Terms, 'version' | 'response' | 'resolution'>
const usual: Usual = { stopsAt: 'finish', warnShare: 0.8, hold: '10m', pauses: anyReason, checks: [] }

const shipped = {
  fault: { ...usual, response: '30m', resolution: '24h' },
  repair: { ...usual, response: '30m', resolution: '24h' },
  complaint: { ...usual, response: '30m', resolution: '24h' },
  entrapment: {
    ...{ ...usual, response: '2m', resolution: '30m', stopsAt: 'arrive', warnShare: 0.5, pauses: [] },
    checks: [
      check('soothe', '先安抚乘客', 'Talk to the passengers first', { first: true }),
      check('people', '被困人数', 'People trapped', { kind: 'number', min: 0, max: 50 }),
      check('freed', '乘客已全部救出', 'All passengers are out'),
    ],
  },
  inspection: { ...usual, response: '8h', resolution: '7d' },
  rectification: { ...usual, response: '8h', resolution: '7d' },
  other: { ...usual, response: '2h', resolution: '72h' },
} satisfies Record<TicketType, Omit<Terms, 'version'>>

/** The terms that the product ships for a type: version 1. */
export const shippedTerms = (type: TicketType): Terms => {
  const { pauses, checks, ...terms } = shipped[type]
  return { ...terms, version: 1, pauses: [...pauses], checks: [...checks] }
}

/** The policies in force: what somebody wrote, else what is shipped. */
export const policiesInForce = (written: readonly Policy[]): Policy[] =>
  (Object.keys(shipped) as TicketType[]).map(
    (type) => written.find((policy) => policy.type === type) ?? { ...shippedTerms(type), type, since: null, by: null },
  )

/** The part of a policy that a ticket carries. */
export const termsOf = ({ type: _type, since: _since, by: _by, ...terms }: Policy): Terms => terms

/** The next version of a policy; the same one when nothing changes. Refused: `stale_version`. */
export function replacePolicy(now: Policy, { version, ...asked }: PolicyPut, by: string, at: number): Policy | Refusal {
  if (version !== undefined && version !== now.version) return refuse('stale_version', { version: now.version })
  const next = { ...now, ...asked }
  if (JSON.stringify(next) === JSON.stringify(now)) return now
  return { ...next, version: now.version + 1, since: iso(at), by }
}
