// Labels of checkpoints, printed: what hangs beside the tag, for phones that read no tags.
import { isRefusal, type Refusal } from '../../core/contracts/refusal.ts'
import type { Checkpoint } from '../../core/contracts/checkpoint.ts'
import { pdfOf } from '../report/pdf.ts'
import { pointLabelsOf } from '../report/labels.ts'
import { findCheckpoint, listCheckpoints } from '../store/checkpoint.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { placeOf, printed } from './slip.ts'

type Routes = Pick<Handlers, 'checkpointLabels'>
/** Labels of one print. */
const most = 240

export function checkpointLabelRoutes({ db }: Pick<HttpDeps, 'db'>): Routes {
  return {
    async checkpointLabels(call) {
      const { caller, locale } = call
      const points = await asked(call)
      if (isRefusal(points)) return points
      const items = await Promise.all(
        points.map(async (point) => ({
          ...{ point, place: await placeOf(db, point, locale), url: `${caller.base}/t?code=${point.code}` },
        })),
      )
      return printed(await pdfOf(pointLabelsOf(items, locale)), 'checkpoints')
    },
  }

  async function asked({ actor, query }: Call<'checkpointLabels'>): Promise<readonly Checkpoint[] | Refusal> {
    if (query.checkpoint === undefined)
      return (await listCheckpoints(db, { limit: most, sites: scopeOf(actor, query.site) })).items
    const one = visible(actor, await findCheckpoint(db, query.checkpoint))
    return isRefusal(one) ? one : [one]
  }
}
