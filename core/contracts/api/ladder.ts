// Ladders, and what climbs on them.
import { z } from 'zod'
import { Ladder, LadderPatch, LadderPreview, NewLadder, Phoned, PreviewQuery, ShownClimb } from '../ladder.ts'
import { InSite, type Table, act, page } from './endpoint.ts'

export const ladderApi = {
  listLadders: {
    method: 'GET',
    path: '/ladders',
    permission: 'ladder.read',
    summary: 'Ladders: who is told of what, in which order',
    query: InSite,
    response: page(Ladder),
  },
  createLadder: {
    method: 'POST',
    path: '/ladders',
    permission: 'ladder.manage',
    summary: 'Create a ladder; its last step phones',
    body: NewLadder,
    response: Ladder,
    status: 201,
  },
  patchLadder: {
    method: 'PATCH',
    path: '/ladders/{id}',
    permission: 'ladder.manage',
    summary: 'Change a ladder; what climbs already keeps the form it began with',
    body: LadderPatch,
    response: Ladder,
  },
  previewLadder: {
    method: 'GET',
    path: '/ladders/preview',
    permission: 'ladder.read',
    summary: 'Who would be told now of a rule, an incident or a ticket, through what, or why nobody',
    query: PreviewQuery,
    response: LadderPreview,
  },
  listClimbs: {
    method: 'GET',
    path: '/climbs',
    permission: 'ladder.read',
    summary: 'What the ladder of an incident or a ticket has done and does next, and whom to phone',
    query: z.strictObject({ of: z.string().regex(/^(incident|ticket):[a-z0-9][a-z0-9_-]{0,63}$/) }),
    response: page(ShownClimb),
  },
  phonedClimb: act('climbs', 'phoned', 'incident.act', Phoned, ShownClimb),
} as const satisfies Table
