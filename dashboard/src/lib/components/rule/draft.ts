// A rule as the form holds it, and back without loss. What the form has no fields for is carried along as it is. Pure.
import type { Condition, Rule } from '#core/contracts/rule.ts'
import type { Name } from '#core/contracts/scalars.ts'
import type { TicketType } from '#core/contracts/ticket.ts'
import { blankWhen, draftOfCondition, conditionOfDraft, type WhenDraft } from './when-draft.ts'

/** A rule without what only an installation knows. */
export type RuleDocument = Omit<Rule, 'shipped' | 'shippedChanged' | 'version'>

export type RuleDraft = {
  id: string
  name: Name
  enabled: boolean
  lifeSafety: boolean
  /** What the scope says besides the kind: sites, devices, tags, subject. */
  scope: Omit<Rule['scope'], 'kind'>
  kind: string
  priority: string
  when: WhenDraft
  for: string
  keepFor: string
  title: Name
  advice: Name
  /** Type of the ticket; empty: none. */
  ticket: string
  ticketTitle: Name | undefined
  latched: boolean
}

const blank = (): Name => ({ 'zh-CN': '', en: '' })

/** The form of a new rule. */
export const blankRule = (): RuleDraft => ({
  id: '',
  name: blank(),
  enabled: true,
  lifeSafety: false,
  scope: { subject: 'device' },
  kind: '',
  priority: '3',
  when: blankWhen(),
  for: '0s',
  keepFor: '0s',
  title: blank(),
  advice: blank(),
  ticket: '',
  ticketTitle: undefined,
  latched: false,
})

/** The form of a rule. */
export function draftOfRule(rule: Rule): RuleDraft {
  const { kind = '', ...scope } = rule.scope
  return {
    id: rule.id,
    name: { ...rule.name },
    enabled: rule.enabled,
    lifeSafety: rule.lifeSafety,
    scope,
    kind,
    priority: String(rule.priority),
    when: draftOfCondition(rule.when),
    for: rule.for,
    keepFor: rule.keepFor,
    title: { ...rule.raise.title },
    advice: rule.raise.advice ? { ...rule.raise.advice } : blank(),
    ticket: rule.raise.ticket?.type ?? '',
    ticketTitle: rule.raise.ticket?.title,
    latched: rule.raise.latched,
  }
}

/** The rule that a form describes; what is not filled in stays empty and the server says so. */
export function ruleOfDraft(draft: RuleDraft): RuleDocument {
  const advice = both(draft.advice)
  return {
    id: draft.id.trim(),
    name: both(draft.name) ?? blank(),
    enabled: draft.enabled,
    lifeSafety: draft.lifeSafety,
    scope: draft.kind ? { kind: draft.kind, ...draft.scope } : draft.scope,
    priority: Number(draft.priority) as Rule['priority'],
    when: conditionOfDraft(draft.when) as Condition,
    for: draft.for.trim() || '0s',
    keepFor: draft.keepFor.trim() || '0s',
    raise: {
      title: both(draft.title) ?? blank(),
      ...(advice && { advice }),
      ...(draft.ticket && { ticket: ticketOf(draft) }),
      latched: draft.latched,
    },
  }
}

const ticketOf = ({ ticket, ticketTitle }: RuleDraft) => ({
  type: ticket as TicketType,
  ...(ticketTitle && { title: ticketTitle }),
})

function both(name: Name): Name | null {
  const [chinese, english] = [name['zh-CN'].trim(), name.en.trim()]
  return chinese || english ? { 'zh-CN': chinese || english, en: english || chinese } : null
}
