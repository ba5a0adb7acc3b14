// MQTT accounts that are no device, over HTTP: the secret is answered once.
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { manages, onlySite } from '../../core/domain/grant.ts'
import { audited } from '../audit.ts'
import { hashSecret, newSecret } from '../secret.ts'
import { deleteAccount, findAccount, insertAccount, listAccounts } from '../store/account.ts'
import { findDevice } from '../store/device.ts'
import type { Handlers } from './call.ts'
import { create, untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listAccounts' | 'createAccount' | 'deleteAccount'>

export function accountRoutes({ db }: HttpDeps): Routes {
  return {
    async listAccounts({ actor, query }) {
      const page = await listAccounts(db, query)
      return { ...page, items: page.items.filter((account) => manages(actor, account.sites)) }
    },
    createAccount({ actor, body, at, commit }) {
      if (!manages(actor, body.sites)) return refuse('forbidden')
      const secret = newSecret()
      return create(commit, body.id, {
        // A login of the broker is a device or an account: one name must not be both.
        find: async (tx) => (await findAccount(tx, body.id)) ?? (await findDevice(tx, body.id)),
        save: (tx) => insertAccount(tx, body, hashSecret(secret)),
        happening: audited('account_created', at, actor.name, body.id, { type: body.type }, onlySite(body.sites)),
        answer: { account: body, secret },
      })
    },
    deleteAccount: ({ actor, id, at, commit }) =>
      commit<null | Refusal>(async (tx) => {
        const account = await findAccount(tx, id)
        if (!account || !manages(actor, account.sites)) return untold(refuse('not_found'))
        await deleteAccount(tx, id)
        return {
          result: null,
          happenings: [audited('account_deleted', at, actor.name, id, {}, onlySite(account.sites))],
        }
      }),
  }
}
