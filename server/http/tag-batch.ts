// Batches of signed tags over HTTP. Their master keys go in sealed and never come back.
import type { TagBatch } from '../../core/contracts/tag-batch.ts'
import { audited } from '../audit.ts'
import { findTagBatch, insertTagBatch, listTagBatches } from '../store/tag-batch.ts'
import type { Handlers } from './call.ts'
import { create, scopeOf } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { refer, siteNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listTagBatches' | 'createTagBatch'>

export const tagBatchRoutes = ({ db, tags }: HttpDeps): Routes => ({
  listTagBatches: ({ actor, query }) => listTagBatches(db, { ...query, sites: scopeOf(actor, query.site) }),
  createTagBatch({ actor, body, at, commit, locale }) {
    const { metaKey, fileKey, ...shown } = body
    const batch: TagBatch = { ...shown, version: 1 }
    return create(commit, batch.id, {
      find: (tx) => findTagBatch(tx, batch.id),
      check: (tx) => refer(tx, locale, [siteNamed('site', batch.site, actor.sites)]),
      save: (tx) => insertTagBatch(tx, batch, tags.sealBatch({ metaKey, fileKey })),
      happening: audited('tag_batch_created', at, actor.name, batch.id, { name: batch.name }, batch.site),
      answer: batch,
    })
  },
})
