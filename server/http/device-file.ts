// The file of a device over HTTP: what was repaired on it. Who works for a firm sees what that firm did.
import { isRefusal } from '../../core/contracts/refusal.ts'
import { listFile } from '../store/device-file.ts'
import { findDevice } from '../store/device.ts'
import type { Handlers } from './call.ts'
import { visible } from './change.ts'
import type { HttpDeps } from './deps.ts'

export const deviceFileRoutes = ({ db }: Pick<HttpDeps, 'db'>): Pick<Handlers, 'deviceFile'> => ({
  async deviceFile({ actor, id, query }) {
    const device = visible(actor, await findDevice(db, id))
    if (isRefusal(device)) return device
    return listFile(db, device.id, { ...query, vendor: actor.vendor })
  },
})
