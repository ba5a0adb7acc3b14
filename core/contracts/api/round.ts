// Rounds.
import { z } from 'zod'
import { NewRound, PauseRound, Round, RoundState } from '../round.ts'
import { Id } from '../scalars.ts'
import { Paged, Span, type Table, page } from './endpoint.ts'

const RoundQuery = Paged.extend(Span.shape).extend({
  site: Id.optional(),
  route: Id.optional(),
  guard: z.string().max(64).optional(),
  state: RoundState.or(z.literal('open')).optional(),
})

export const roundApi = {
  listRounds: {
    method: 'GET',
    path: '/rounds',
    permission: 'estate.read',
    summary: 'Rounds, newest first',
    query: RoundQuery,
    response: page(Round),
  },
  createRound: {
    method: 'POST',
    path: '/rounds',
    permission: 'round.start',
    summary: 'Start a round by hand',
    body: NewRound,
    response: Round,
    status: 201,
  },
  getRound: {
    method: 'GET',
    path: '/rounds/{id}',
    permission: 'estate.read',
    summary: 'A round, live',
    response: Round,
  },
  pauseRound: {
    method: 'POST',
    path: '/rounds/{id}/pause',
    permission: 'tap.record',
    summary: 'Let a round stand still: by its guard or by the desk; two hours at most',
    body: PauseRound,
    response: Round,
  },
  resumeRound: {
    method: 'POST',
    path: '/rounds/{id}/resume',
    permission: 'tap.record',
    summary: 'Let a round go on: by its guard or by the desk',
    response: Round,
  },
} as const satisfies Table
