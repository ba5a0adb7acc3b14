// Taps.
import { z } from 'zod'
import { Id } from '../scalars.ts'
import { Tap, TapPayload } from '../tap.ts'
import { Paged, Span, type Table, page } from './endpoint.ts'

export const tapApi = {
  listTaps: {
    method: 'GET',
    path: '/taps',
    permission: 'tap.read',
    summary: 'Taps, newest first: everybody’s for the desk, else one’s own',
    query: Paged.extend(Span.shape).extend({ site: Id.optional(), checkpoint: Id.optional() }),
    response: page(Tap),
  },
  postTaps: {
    method: 'POST',
    path: '/taps',
    permission: 'tap.record',
    summary: 'Record one tap or many; each is judged by itself',
    body: z.union([TapPayload.transform((tap) => [tap]), z.array(TapPayload).min(1).max(500)]),
    response: z.strictObject({ items: z.array(Tap) }),
  },
} as const satisfies Table
