// Devices in service work, and the lock that keeps commands from them.
import { Device, ServiceChange } from '../device.ts'
import { EndLockout, NewLockout } from '../lockout.ts'
import type { Table } from './endpoint.ts'

export const serviceApi = {
  service: {
    method: 'POST',
    path: '/devices/{id}/service',
    permission: 'device.service',
    summary: 'Put in or take out of service work',
    body: ServiceChange,
    response: Device,
  },
  lockOut: {
    method: 'POST',
    path: '/devices/{id}/lockout',
    permission: 'ticket.work',
    summary: 'Lock a device out while one works on it: no command is sent to it',
    body: NewLockout,
    response: Device,
  },
  endLockout: {
    method: 'DELETE',
    path: '/devices/{id}/lockout',
    permission: 'ticket.work',
    summary: 'Take the lock away: by who holds it, or by an administrator with a reason',
    body: EndLockout,
    response: Device,
  },
} as const satisfies Table
