// Checkpoints over HTTP. The keys of a tag go in sealed and never come back; a code is given when none is.
import { randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Checkpoint } from '../../core/contracts/checkpoint.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { beforeTag, shownTag } from '../../core/domain/checkpoint.ts'
import {
  checkpointOfCode,
  checkpointOfTag,
  findCheckpoint,
  listCheckpoints,
  saveCheckpoint,
} from '../store/checkpoint.ts'
import type { Records } from '../store/schema.ts'
import { audited } from '../audit.ts'
import type { Handlers } from './call.ts'
import { change, create, scopeOf, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { batchNamed, buildingNamed, deviceNamed, refer, siteNamed, zoneNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listCheckpoints' | 'createCheckpoint' | 'getCheckpoint' | 'patchCheckpoint'>
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Six letters without those that are mistaken for each other. */
export const newCode = (): string => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')

/** Screens hold checkpoints only by name, so that what is told is who did it. */
export const tell = (
  what: string,
  { id, site, name, sensor, tag }: Checkpoint,
  by: { at: number; actor: Actor },
): NewHappening =>
  audited(`checkpoint_${what}`, by.at, by.actor.name, id, { name, sensor, tag: tag?.uid ?? null }, site)

export function checkpointRoutes({ db, tags }: HttpDeps): Routes {
  return {
    listCheckpoints: ({ actor, query }) => listCheckpoints(db, { ...query, sites: scopeOf(actor, query.site) }),
    getCheckpoint: async ({ actor, id }) => visible(actor, await findCheckpoint(db, id)),
    createCheckpoint(call) {
      const { tag, code, ...rest } = call.body
      const checkpoint: Checkpoint = { ...rest, tag: shownTag(tag), code: code ?? newCode(), version: 1 }
      return create(call.commit, checkpoint.id, {
        find: (tx) => findCheckpoint(tx, checkpoint.id),
        check: (tx) => fits(tx, checkpoint, call.actor.sites, call.locale),
        save: (tx) => saveCheckpoint(tx, checkpoint, tags.sealTag(tag)),
        happening: tell('created', checkpoint, call),
        answer: checkpoint,
      })
    },
    patchCheckpoint(call) {
      const { tag, ...rest } = call.body
      const patch = tag === undefined ? rest : { ...rest, tag: shownTag(tag) }
      return change<Checkpoint>(call.commit, patch, {
        find: async (tx) => {
          const before = visible(call.actor, await findCheckpoint(tx, call.id))
          return isRefusal(before) ? before : beforeTag(before, tag)
        },
        check: (tx, next) => fits(tx, next, call.actor.sites, call.locale),
        save: (tx, next) => saveCheckpoint(tx, next, tag === undefined ? undefined : tags.sealTag(tag)),
        happening: (next) => tell('changed', next, call),
      })
    },
  }
}

/** Whether its place and its sensor are there, and neither its tag nor its code belongs to another checkpoint. */
export async function fits(
  tx: Kysely<Records>,
  { id, site, building, zone, tag, code, sensor }: Checkpoint,
  sites: readonly string[] | null,
  locale: Locale,
): Promise<Refusal | null> {
  const holders = [tag && (await checkpointOfTag(tx, tag.uid)), await checkpointOfCode(tx, code)]
  const other = holders.findIndex((holder) => holder && holder.id !== id)
  if (other >= 0) return refuse('id_taken', { id: other === 0 ? tag!.uid : code })
  return refer(tx, locale, [
    batchNamed('tag.batch', tag?.batch, site),
    siteNamed('site', site, sites),
    buildingNamed('building', building, site),
    zoneNamed('zone', zone, site),
    deviceNamed('sensor.device', sensor?.device, site),
  ])
}
