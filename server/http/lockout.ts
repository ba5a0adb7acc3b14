// Lock-out over HTTP: hung up by who works on the machine, taken away by the same person.
import type { Device } from '../../core/contracts/device.ts'
import { isRefusal, type Refusal } from '../../core/contracts/refusal.ts'
import type { Decided } from '../../core/domain/decision.ts'
import { endLockout, lockOut } from '../../core/domain/lockout.ts'
import type { Commit } from '../commit.ts'
import { waitingCommands } from '../store/command.ts'
import { findDevice, updateDevice } from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import { findUser } from '../store/user.ts'
import type { Kysely } from 'kysely'
import type { Handlers } from './call.ts'
import { untold, visible } from './change.ts'

type Routes = Pick<Handlers, 'lockOut' | 'endLockout'>
type Place = { commit: Commit; actor: Parameters<typeof visible>[0]; id: string }

export function lockoutRoutes(): Routes {
  return {
    lockOut: ({ actor, id, body, at, commit }) =>
      decide({ commit, actor, id }, async (tx, device) => {
        const waiting = await waitingCommands(tx, device.id, at)
        return lockOut(device, { note: body.note, waiting: waiting[0]?.name ?? null }, actor, at)
      }),
    endLockout: ({ actor, id, body, at, commit }) =>
      decide({ commit, actor, id }, (_tx, device) => endLockout(device, body.reason, actor, at)),
  }
}

type Decide = (tx: Kysely<Records>, device: Device) => Decided<Device> | Promise<Decided<Device>>

const decide = ({ commit, actor, id }: Place, decision: Decide): Promise<Device | Refusal> =>
  commit<Device | Refusal>(async (tx) => {
    const device = visible(actor, await findDevice(tx, id))
    if (isRefusal(device)) return untold(device)
    const decided = await decision(tx, device)
    if (isRefusal(decided)) return untold(await byName(tx, decided))
    if (decided.happenings.length > 0) await updateDevice(tx, decided.next)
    return { result: decided.next, happenings: decided.happenings }
  })

/** A refusal with the name of the person who holds the machine. */
export async function byName(tx: Kysely<Records>, refusal: Refusal): Promise<Refusal> {
  const { user } = refusal.params
  if (typeof user !== 'string') return refusal
  return { ...refusal, params: { ...refusal.params, user: (await findUser(tx, user))?.name ?? user } }
}
