// Enrolling tags over HTTP: what a presented tag is, and hanging it at a checkpoint. No key comes in or goes out.
import type { Transaction } from 'kysely'
import type { Checkpoint } from '../../core/contracts/checkpoint.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { TagRead } from '../../core/contracts/tag-read.ts'
import { enrol, type Enrolled } from '../../core/domain/enrol.ts'
import { sees } from '../../core/domain/permission.ts'
import { checkpointOfTag, findCheckpoint, saveCheckpoint, tagSecretOf } from '../store/checkpoint.ts'
import type { Records } from '../store/schema.ts'
import { readTag } from '../tag-read.ts'
import type { Call, Handlers } from './call.ts'
import { untold, visible } from './change.ts'
import { tell } from './checkpoint.ts'
import type { HttpDeps } from './deps.ts'
import { batchNamed, refer } from './reference.ts'

type Routes = Pick<Handlers, 'readTag' | 'bindTag'>
type Bound = { result: Checkpoint | Refusal; happenings: NewHappening[] }

export function enrolRoutes({ tags }: Pick<HttpDeps, 'tags'>): Routes {
  return {
    readTag: ({ actor, body, at, commit }) =>
      commit<TagRead | Refusal>(async (tx) =>
        sees(actor, body.site)
          ? readTag(tx, tags, body, { by: actor.name, sites: actor.sites, at })
          : untold(refuse('unknown_reference', { id: body.site })),
      ),
    bindTag: (call) => call.commit((tx) => bind(tx, call)),
  }
}

async function bind(tx: Transaction<Records>, call: Call<'bindTag'>): Promise<Bound> {
  const { actor, id, body, locale } = call
  const checkpoint = visible(actor, await findCheckpoint(tx, id))
  if (isRefusal(checkpoint)) return untold(checkpoint)
  const holder = await checkpointOfTag(tx, body.uid.toUpperCase())
  // What hangs at a place that the person does not see cannot give way, whatever he says yes to.
  if (holder && !sees(actor, holder.site)) return untold(refuse('id_taken', { id: body.uid }))
  const enrolled = enrol(checkpoint, holder, body, locale)
  if (isRefusal(enrolled)) return untold(enrolled)
  if (enrolled.next === checkpoint) return untold(checkpoint)
  const lost = await refer(tx, locale, [batchNamed('batch', enrolled.next.tag?.batch, checkpoint.site)])
  if (lost) return untold(lost)
  await hang(tx, enrolled, holder)
  const { next, freed } = enrolled
  return { result: next, happenings: [...(freed ? [tell('changed', freed, call)] : []), tell('changed', next, call)] }
}

/** Writes both checkpoints; the tag leaves the one before it comes to the other. */
async function hang(tx: Transaction<Records>, { next, freed, keepsKeys }: Enrolled, holder: Checkpoint | null) {
  const secret = keepsKeys && holder ? await tagSecretOf(tx, holder.id) : null
  if (freed) await saveCheckpoint(tx, freed, null)
  await saveCheckpoint(tx, next, secret)
}
