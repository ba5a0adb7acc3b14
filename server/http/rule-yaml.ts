// Rules as code: all of them as one YAML text, and back. Existing ids are replaced, others are left alone.
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { NewRule, type Rule } from '../../core/contracts/rule.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { revise } from '../../core/domain/revision.ts'
import { allRules, findRule, saveRule } from '../store/rule.ts'
import type { Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault, validate } from './fault.ts'
import { managesRule, tellRule, watches } from './rule.ts'

type Routes = Pick<Handlers, 'exportRules' | 'importRules'>
type Imported = { created: string[]; changed: string[]; unchanged: string[] }
const Document = z.strictObject({ rules: z.array(NewRule).max(2000) })

export function ruleYamlRoutes({ db }: HttpDeps): Routes {
  return {
    exportRules: async () => stringify({ rules: (await allRules(db)).map(portable) }, { lineWidth: 0 }),
    importRules(call) {
      const rules = rulesOf(call.body.yaml, call.locale)
      if (isRefusal(rules)) return rules
      return call.commit<Imported | Refusal>(async (tx) => {
        const done: Imported = { created: [], changed: [], unchanged: [] }
        const happenings = []
        for (const [n, rule] of rules.entries()) {
          const before = await findRule(tx, rule.id)
          const next = before ? revise(before, rule) : { ...rule, shipped: false, version: 1 }
          if (isRefusal(next)) return untold(next)
          const how = before === null ? 'created' : next === before ? 'unchanged' : 'changed'
          done[how].push(rule.id)
          if (how === 'unchanged') continue
          const mine = managesRule(call.actor, next) && (before === null || managesRule(call.actor, before))
          const refusal = mine ? await watches(tx, next, call.locale) : refuse('forbidden')
          if (refusal) return untold(within(refusal, n))
          if (call.body.dryRun) continue
          await saveRule(tx, next)
          happenings.push(tellRule(`rule.${how}`, next, call))
        }
        return { result: done, happenings }
      })
    },
  }
}

/** A rule without what only this installation knows. */
const portable = ({ version: _version, shipped: _shipped, ...rule }: Rule): z.output<typeof NewRule> => rule

function rulesOf(text: string, locale: Locale): z.output<typeof NewRule>[] | Refusal {
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 0 })
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 500) : ''
    return refuse('invalid', { count: 1 }, [{ ...fault('yaml', 'yaml', locale), detail }])
  }
  const valid = validate(Document, Array.isArray(value) ? { rules: value } : value, locale)
  return 'faults' in valid ? refuse('invalid', { count: valid.faults.length }, valid.faults) : valid.value.rules
}

const within = (refusal: Refusal, n: number): Refusal => ({
  ...refusal,
  faults: refusal.faults?.map((lost) => ({ ...lost, path: `rules.${n}.${lost.path}` })),
})
