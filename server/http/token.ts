// API tokens over HTTP: the secret is answered once, and a token never has more rights than who made it.
import { randomUUID } from 'node:crypto'
import { iso } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Token } from '../../core/contracts/user.ts'
import { manages, onlySite } from '../../core/domain/grant.ts'
import { audited } from '../audit.ts'
import { tokenActor } from '../identity.ts'
import { hashSecret, newSecret } from '../secret.ts'
import { deleteToken, findToken, insertToken, listTokens } from '../store/token.ts'
import type { Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listTokens' | 'createToken' | 'deleteToken'>

export function tokenRoutes({ db, identity }: HttpDeps): Routes {
  return {
    async listTokens({ actor, query }) {
      const page = await listTokens(db, query)
      return { ...page, items: page.items.filter((token) => manages(actor, token.sites)) }
    },
    createToken({ actor, body, at, commit }) {
      if (!manages(actor, body.sites)) return refuse('forbidden')
      const token: Token = { ...body, id: randomUUID(), createdAt: iso(at), createdBy: actor.name }
      const secret = newSecret('wk_')
      return commit(async (tx) => {
        await insertToken(tx, token, hashSecret(secret))
        const rights = { name: token.name, role: token.role, sites: token.sites, expiresAt: token.expiresAt }
        return {
          result: { token, secret },
          happenings: [audited('token_created', at, actor.name, token.id, rights, onlySite(token.sites))],
        }
      })
    },
    async deleteToken({ actor, id, at, commit }) {
      const gone = await commit<Token | Refusal>(async (tx) => {
        const token = await findToken(tx, id)
        if (!token || !manages(actor, token.sites)) return untold(refuse('not_found'))
        await deleteToken(tx, id)
        return {
          result: token,
          happenings: [audited('token_deleted', at, actor.name, id, { name: token.name }, onlySite(token.sites))],
        }
      })
      if (isRefusal(gone)) return gone
      identity.revoke(tokenActor(gone).name)
      return null
    },
  }
}
