// Calls to guards, and their cry for help.
import { z } from 'zod'
import { AnswerCall, Call, NewCall, Sos } from '../call.ts'
import { Id } from '../scalars.ts'
import { PersonQuery, Problemless, type Table, act, page } from './endpoint.ts'

export const callApi = {
  listCalls: {
    method: 'GET',
    path: '/calls',
    permission: 'tap.read',
    summary: 'Calls to guards, newest first',
    query: PersonQuery.extend({ waiting: z.stringbool().optional() }),
    response: page(Call),
  },
  createCall: {
    method: 'POST',
    path: '/calls',
    permission: 'round.start',
    summary: 'Ask a guard for a sign of life, or for a tap at a checkpoint, in time',
    body: NewCall,
    response: Call,
    status: 201,
  },
  answerCall: act('calls', 'answer', 'tap.record', AnswerCall, Call),
  cancelCall: act('calls', 'cancel', 'round.start', Problemless, Call),
  cryForHelp: {
    method: 'POST',
    path: '/sos',
    permission: 'tap.record',
    summary: 'Cry for help; repeated with the same id it is the same cry',
    body: Sos,
    response: z.strictObject({ incident: Id }),
  },
} as const satisfies Table
