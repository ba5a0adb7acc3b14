// Rules as code: all of them as one YAML text, and back. Existing ids are replaced, others are left alone.
import type { Kysely } from 'kysely'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { NewRule, type Rule } from '../../core/contracts/rule.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { revise } from '../../core/domain/revision.ts'
import { allRules, findRule, saveRule } from '../store/rule.ts'
import type { Records } from '../store/schema.ts'
import type { Call, Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault, validate } from './fault.ts'
import { managesRule, tellRule, watches } from './rule.ts'

type Routes = Pick<Handlers, 'exportRules' | 'importRules'>
type Planned = { how: 'created' | 'changed' | 'unchanged'; rule: Rule }
type Imported = { created: string[]; changed: string[]; unchanged: string[] }
const Document = z.strictObject({ rules: z.array(NewRule).max(2000) })

export function ruleYamlRoutes({ db }: HttpDeps): Routes {
  return {
    exportRules: async () => ({
      media: 'application/yaml; charset=utf-8',
      content: stringify({ rules: (await allRules(db)).map(portable) }, { lineWidth: 0, aliasDuplicateObjects: false }),
    }),
    importRules(call) {
      const rules = rulesOf(call.body.yaml, call.locale)
      if (isRefusal(rules)) return rules
      return call.commit<Imported | Refusal>(async (tx) => {
        // First judge them all, then write: one that is wrong must leave nothing behind.
        const plan: Planned[] = []
        for (const [n, rule] of rules.entries()) {
          const planned = await judge(tx, rule, call)
          if (isRefusal(planned)) return untold(within(planned, n))
          plan.push(planned)
        }
        const idsOf = (how: Planned['how']) => plan.filter((one) => one.how === how).map(({ rule }) => rule.id)
        const result = { created: idsOf('created'), changed: idsOf('changed'), unchanged: idsOf('unchanged') }
        const happenings: NewHappening[] = []
        for (const { how, rule } of call.body.dryRun ? [] : plan) {
          if (how === 'unchanged') continue
          await saveRule(tx, rule)
          happenings.push(tellRule(`rule.${how}`, rule, call))
        }
        return { result, happenings }
      })
    },
  }
}

/** What an import would do with one rule. */
async function judge(
  tx: Kysely<Records>,
  rule: z.output<typeof NewRule>,
  { actor, locale }: Call<'importRules'>,
): Promise<Planned | Refusal> {
  const before = await findRule(tx, rule.id)
  const next = before
    ? revise(before, { ...rule, shippedChanged: false })
    : { ...rule, shipped: false, shippedChanged: false, version: 1 }
  if (isRefusal(next)) return next
  if (next === before) return { how: 'unchanged', rule: next }
  if (!managesRule(actor, next) || (before && !managesRule(actor, before))) return refuse('forbidden')
  return (await watches(tx, next, locale)) ?? { how: before ? 'changed' : 'created', rule: next }
}

/** A rule without what only this installation knows. */
const portable = ({
  version: _version,
  shipped: _shipped,
  shippedChanged: _changed,
  ...rule
}: Rule): z.output<typeof NewRule> => rule

function rulesOf(text: string, locale: Locale): z.output<typeof NewRule>[] | Refusal {
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 500) : ''
    return refuse('invalid', { count: 1 }, [{ ...fault('yaml', 'yaml', locale), detail }])
  }
  const valid = validate(Document, Array.isArray(value) ? { rules: value } : value, locale)
  if ('faults' in valid) return refuse('invalid', { count: valid.faults.length }, valid.faults)
  const { rules } = valid.value
  const twice = rules.findIndex((rule, n) => rules.findIndex(({ id }) => id === rule.id) < n)
  return twice < 0 ? rules : refuse('invalid', { count: 1 }, [fault(`rules.${twice}.id`, 'duplicate', locale)])
}

const within = (refusal: Refusal, n: number): Refusal => ({
  ...refusal,
  faults: refusal.faults?.map((lost) => ({ ...lost, path: `rules.${n}.${lost.path}` })),
})
