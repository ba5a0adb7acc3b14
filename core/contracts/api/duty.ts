// Who is on post.
import { z } from 'zod'
import { Duty, EndDuty, NewDuty } from '../duty.ts'
import { PersonQuery, type Table, act, page } from './endpoint.ts'

export const dutyApi = {
  listDuties: {
    method: 'GET',
    path: '/duties',
    permission: 'tap.read',
    summary: 'Who was and is on post, newest first',
    query: PersonQuery.extend({ open: z.stringbool().optional() }),
    response: page(Duty),
  },
  startDuty: {
    method: 'POST',
    path: '/duties',
    permission: 'tap.record',
    summary: 'Clock in; whoever is on post already is answered that duty',
    body: NewDuty,
    response: Duty,
    status: 201,
  },
  endDuty: act('duties', 'end', 'tap.record', EndDuty, Duty),
} as const satisfies Table
