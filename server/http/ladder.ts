// Ladders over HTTP, and the preview: who would be told now. Climbs with whom to phone, and the operator's tick.
import type { Kysely } from 'kysely'
import { iso, milliseconds } from '../../core/contracts/instant.ts'
import type { Climb, Ladder, LadderPreview, ShownClimb } from '../../core/contracts/ladder.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { ladderFor, tickCall } from '../../core/domain/climb.ts'
import { previewSteps } from '../../core/domain/preview.ts'
import { revise } from '../../core/domain/revision.ts'
import { sees } from '../../core/domain/permission.ts'
import { findSubject, readAudiences, thingOf, timezoneOf } from '../audience.ts'
import { climbKey, climbOf, findClimb, saveClimb } from '../store/climb.ts'
import { allLadders, findLadder, saveLadder } from '../store/ladder.ts'
import type { Records } from '../store/schema.ts'
import { listUsers } from '../store/user.ts'
import type { Handlers } from './call.ts'
import { create, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { refer, siteNamed } from './reference.ts'

type Db = Kysely<Records>
type Routes = Pick<
  Handlers,
  'listLadders' | 'createLadder' | 'patchLadder' | 'previewLadder' | 'listClimbs' | 'phonedClimb'
>

const told = (what: 'created' | 'changed', ladder: Ladder, by: string, at: number) => ({
  ...{ type: `ladder.${what}` as const, at: iso(at), site: ladder.site, by, id: ladder.id, data: ladder },
})
/** A ladder of all sites is changed only by those who see all sites. */
const rules = (actor: Pick<Actor, 'sites'>, { site }: Pick<Ladder, 'site'>): boolean =>
  site === null ? actor.sites === null : sees(actor, site)

export const ladderRoutes = (deps: HttpDeps): Routes => ({
  async listLadders({ actor, query: { site } }) {
    const seen = (await allLadders(deps.db)).filter((ladder) => sees(actor, ladder.site))
    return {
      items: seen.filter((ladder) => site === undefined || ladder.site === null || ladder.site === site),
      nextCursor: null,
    }
  },
  createLadder({ actor, body, at, commit, locale }) {
    if (!rules(actor, body)) return refuse('forbidden')
    if (body.steps.at(-1)?.does !== 'phone') return refuse('last_step_phones')
    const ladder: Ladder = { ...body, version: 1 }
    return create(commit, ladder.id, {
      find: (tx) => findLadder(tx, ladder.id),
      check: (tx) => refer(tx, locale, ladder.site === null ? [] : [siteNamed('site', ladder.site, actor.sites)]),
      save: (tx) => saveLadder(tx, ladder),
      happening: told('created', ladder, actor.name, at),
      answer: ladder,
    })
  },
  patchLadder: ({ actor, id, body, at, commit }) =>
    commit<Ladder | Refusal>(async (tx) => {
      const before = await findLadder(tx, id)
      if (!before || !sees(actor, before.site)) return untold(refuse('not_found'))
      if (!rules(actor, before)) return untold(refuse('forbidden'))
      const next = revise(before, body)
      if (isRefusal(next) || next === before) return untold(next)
      if (next.steps.at(-1)?.does !== 'phone') return untold(refuse('last_step_phones'))
      await saveLadder(tx, next)
      return { result: next, happenings: [told('changed', next, actor.name, at)] }
    }),
  previewLadder: ({ actor, query, at }) => preview(deps, actor, query, at),
  async listClimbs({ actor, query }) {
    const climb = await climbOf(deps.db, query.of)
    return { items: climb && sees(actor, climb.site) ? [await shown(deps.db, climb)] : [], nextCursor: null }
  },
  phonedClimb: ({ actor, id, body, at, commit }) =>
    commit<ShownClimb | Refusal>(async (tx) => {
      const climb = visible(actor, await findClimb(tx, id))
      if (isRefusal(climb)) return untold(climb)
      const decided = tickCall(climb, body, actor.name, at)
      if (isRefusal(decided)) return untold(decided)
      await saveClimb(tx, decided.next)
      return { result: await shown(tx, decided.next), happenings: decided.happenings }
    }),
})

/** With the names and numbers of those whom the operator is to phone: they stand in no record of a climb. */
async function shown(db: Db, climb: Climb): Promise<ShownClimb> {
  const calls = climb.log.filter(({ what }) => what === 'phone')
  const users = calls.length === 0 ? [] : (await listUsers(db, { limit: 100_000 })).items
  const phones = calls.flatMap(({ step, to }) => {
    const user = users.find(({ username }) => username === to)
    return user?.phone ? [{ step, user: user.username, name: user.name, phone: user.phone }] : []
  })
  const unique = phones.filter(({ step, user }, n) => phones.findIndex((p) => p.step === step && p.user === user) === n)
  return { ...climb, phones: unique }
}

type Asked = {
  rule?: string | undefined
  incident?: string | undefined
  ticket?: string | undefined
  site?: string | undefined
}
type Thing = { site: string; assignee: string | null; device: string | null; priority: number; type?: string }

async function preview(
  { db, estate }: HttpDeps,
  actor: Actor,
  asked: Asked,
  at: number,
): Promise<LadderPreview | Refusal> {
  const thing = await thingAsked({ db, estate }, actor, asked)
  if (!thing || !sees(actor, thing.site)) return refuse('not_found')
  const { site, priority, type } = thing
  const ladder = ladderFor(await allLadders(db), { site, ...(type === undefined ? { priority } : { type }) })
  if (!ladder) return { ladder: null, name: null, resumeAfter: null, resumesAt: null, steps: [] }
  const audiences = readAudiences(db, estate)
  const facts = await audiences.facts(thing, at)
  const waiting = await audiences.waiting(site)
  const now = { at, timezone: timezoneOf(estate, site), waiting, urgent: priority === 1 }
  return {
    ladder: ladder.id,
    name: ladder.name,
    resumeAfter: ladder.resumeAfter,
    resumesAt: await resumesAt(db, asked),
    steps: previewSteps(
      ladder.steps.map((step) => ({ step, afterMs: milliseconds(step.after) })),
      facts,
      now,
    ),
  }
}

/** What is asked about, where it is no rule. */
const askedOf = ({ incident, ticket = '' }: Asked): Climb['of'] =>
  incident === undefined ? { type: 'ticket', id: ticket } : { type: 'incident', id: incident }

/** When the ladder of what is asked about begins anew; null while nobody has it, and of a rule. */
const resumesAt = async (db: Db, asked: Asked): Promise<string | null> =>
  asked.rule === undefined ? ((await climbOf(db, climbKey(askedOf(asked))))?.resumeAt ?? null) : null

async function thingAsked(
  { db, estate }: Pick<HttpDeps, 'db' | 'estate'>,
  actor: Actor,
  asked: Asked,
): Promise<Thing | null> {
  if (asked.rule === undefined) {
    const subject = await findSubject(db, askedOf(asked))
    return subject && thingOf(subject)
  }
  const rule = estate.rules.get(asked.rule)
  const site = asked.site ?? rule?.scope.sites?.[0] ?? actor.sites?.[0] ?? [...estate.sites.keys()][0]
  return rule && site !== undefined ? { site, assignee: null, device: null, priority: rule.priority } : null
}
