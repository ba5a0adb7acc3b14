// Commands to devices over HTTP. The answer says that it was recorded and goes out; what the device says follows.
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Command } from '../../core/contracts/command.ts'
import { milliseconds } from '../../core/contracts/instant.ts'
import type { Kind } from '../../core/contracts/kind.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { argumentFaults, declarationOf, sendCommand } from '../../core/domain/command.ts'
import { listCommands, saveCommand } from '../store/command.ts'
import { findDevice } from '../store/device.ts'
import { findKind } from '../store/kind.ts'
import type { Records } from '../store/schema.ts'
import type { Call, Handlers } from './call.ts'
import { untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault } from './fault.ts'
import { byName } from './lockout.ts'

type Routes = Pick<Handlers, 'listCommands' | 'sendCommand'>

export function commandRoutes({ db, pipeline }: Pick<HttpDeps, 'db' | 'pipeline'>): Routes {
  return {
    async listCommands({ actor, id, query }) {
      const device = visible(actor, await findDevice(db, id))
      return isRefusal(device) ? device : listCommands(db, device.id, query)
    },
    sendCommand: (call) => send(call, pipeline),
  }
}

const send = ({ actor, id, body, at, locale, commit }: Call<'sendCommand'>, pipeline: HttpDeps['pipeline']) =>
  commit<Command | Refusal>(async (tx) => {
    const device = visible(actor, await findDevice(tx, id))
    if (isRefusal(device)) return untold(device)
    const kind = await kindOf(tx, device.kind)
    const { name, args, within } = body
    const wrong = argumentsOf(kind, body, locale)
    if (wrong) return untold(wrong)
    const presence = pipeline.latest(device.id)?.presence ?? 'unknown'
    const facts = { id: randomUUID(), name, args, by: actor.name, at, expiresAt: at + milliseconds(within) }
    const decided = sendCommand({ device, kind, presence }, facts)
    if (isRefusal(decided)) return untold(await byName(tx, decided))
    await saveCommand(tx, decided.next)
    return { result: decided.next, happenings: decided.happenings }
  })

async function kindOf(tx: Kysely<Records>, id: string): Promise<Kind> {
  const kind = await findKind(tx, id)
  if (!kind) throw new Error(`a device of kind ${id}, which is not there`)
  return kind
}

function argumentsOf(
  kind: Kind,
  { name, args }: Call<'sendCommand'>['body'],
  locale: Call<'sendCommand'>['locale'],
): Refusal | null {
  const declared = declarationOf(kind, name)
  if (isRefusal(declared)) return declared
  const faults = argumentFaults(declared, args).map(({ path, code }) => fault(path, code, locale))
  return faults.length === 0 ? null : refuse('invalid', { count: faults.length }, faults)
}
