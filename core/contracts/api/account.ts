// MQTT accounts that are no device.
import { z } from 'zod'
import { Account } from '../user.ts'
import { Paged, type Table, page } from './endpoint.ts'

export const accountApi = {
  listAccounts: {
    method: 'GET',
    path: '/accounts',
    permission: 'user.manage',
    summary: 'MQTT accounts that are no device',
    query: Paged,
    response: page(Account),
  },
  createAccount: {
    method: 'POST',
    path: '/accounts',
    permission: 'user.manage',
    summary: 'Create an MQTT account; its secret is answered once',
    body: Account,
    response: z.strictObject({ account: Account, secret: z.string() }),
    status: 201,
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/accounts/{id}',
    permission: 'user.manage',
    summary: 'Revoke an MQTT account',
    status: 204,
  },
} as const satisfies Table
