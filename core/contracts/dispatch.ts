// To whom a ticket should go, with the reasons; a person decides.
import { z } from 'zod'
import { Id } from './scalars.ts'

/** Sentences are `dispatch.why.{code}`. */
const Why = z.enum([
  'warranty',
  'contract',
  'assigned',
  'on_duty',
  'on_post',
  'skill',
  'no_skill',
  'few_tickets',
  'busy',
])
export const Candidate = z.strictObject({
  user: z.string().nullable(),
  vendor: Id.nullable(),
  name: z.string(),
  /** Open tickets in these hands. */
  load: z.int().min(0),
  why: z.array(Why),
})
export type Candidate = z.infer<typeof Candidate>
/** `candidates` are the best first; `why_none` says why there is none. */
export const Proposal = z.strictObject({
  skill: Id.nullable(),
  candidates: z.array(Candidate),
  whyNone: z.enum(['nobody_on_duty', 'nobody']).nullable(),
})
export type Proposal = z.infer<typeof Proposal>
