// Devices: who is registered, who talks without being so, secrets and labels.
import { z } from 'zod'
import { Device, DevicePatch, Discovered, NewDevice } from '../device.ts'
import { DeviceFileEntry } from '../device-file.ts'
import { Id } from '../scalars.ts'
import { InSite, Paged, type Table, page } from './endpoint.ts'

const DeviceQuery = InSite.extend({ kind: Id.optional(), building: Id.optional(), zone: Id.optional() })

export const deviceApi = {
  listDevices: {
    method: 'GET',
    path: '/devices',
    permission: 'estate.read',
    summary: 'Devices',
    query: DeviceQuery,
    response: page(Device),
  },
  createDevice: {
    method: 'POST',
    path: '/devices',
    permission: 'device.manage',
    summary: 'Register a device; its secret is answered once',
    body: NewDevice,
    response: z.strictObject({ device: Device, secret: z.string() }),
    status: 201,
  },
  listDiscovered: {
    method: 'GET',
    path: '/devices/discovered',
    permission: 'diagnostics.read',
    summary: 'Who talks without being registered, and unknown metrics',
    query: Paged,
    response: page(Discovered),
  },
  deviceLabels: {
    method: 'GET',
    path: '/devices/labels',
    permission: 'device.service',
    summary: 'Labels of devices with the code of the reporter page, 240 at most',
    query: DeviceQuery.pick({ site: true, kind: true, building: true, zone: true }).extend({ device: Id.optional() }),
    produces: ['application/pdf'],
  },
  getDevice: { method: 'GET', path: '/devices/{id}', permission: 'estate.read', summary: 'A device', response: Device },
  deviceFile: {
    method: 'GET',
    path: '/devices/{id}/file',
    permission: 'estate.read',
    summary: 'The file of a device: what was done by its closed tickets, newest first',
    query: Paged,
    response: page(DeviceFileEntry),
  },
  patchDevice: {
    method: 'PATCH',
    path: '/devices/{id}',
    permission: 'device.manage',
    summary: 'Change a device',
    body: DevicePatch,
    response: Device,
  },
  deleteDevice: {
    method: 'DELETE',
    path: '/devices/{id}',
    permission: 'device.manage',
    summary: 'Remove a device and its readings',
    status: 204,
  },
  rotateSecret: {
    method: 'POST',
    path: '/devices/{id}/secret',
    permission: 'device.manage',
    summary: 'Give a device a new secret; the old one stops at once',
    response: z.strictObject({ secret: z.string() }),
  },
} as const satisfies Table
