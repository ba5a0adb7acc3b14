// What a guard’s phone needs offline.
import { z } from 'zod'
import { Id } from '../scalars.ts'
import { Sheet } from '../sheet.ts'
import type { Table } from './endpoint.ts'

export const sheetApi = {
  sheet: {
    method: 'GET',
    path: '/sheet',
    permission: 'tap.record',
    summary: 'Everything a guard’s phone needs offline; ask with If-None-Match',
    query: z.strictObject({ site: Id.optional() }),
    response: Sheet,
    etag: true,
  },
} as const satisfies Table
