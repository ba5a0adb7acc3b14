// An errand (出警): one guard sent to one incident, until he has proven that he is there and the incident is over.
import { z } from 'zod'
import { Id, IsoTime, Name, Priority } from './scalars.ts'

/** How an arrival is known: `tap` is proof, `told` is somebody's word. */
export const Arrival = z.enum(['tap', 'told'])

export const Errand = z.strictObject({
  id: Id,
  incident: Id,
  site: Id,
  user: z.string(),
  /** What is wrong and where, in the words that the guard's phone shows. */
  title: Name,
  place: Name.nullable(),
  priority: Priority,
  /** A tap at any of these checkpoints proves the arrival; empty where no checkpoint is near. */
  scene: z.array(Id),
  sentAt: IsoTime,
  sentBy: z.string(),
  arrivedAt: IsoTime.nullable(),
  arrival: Arrival.nullable(),
  tap: z.string().nullable(),
  /** The incident closed, or the guard was called back. */
  endedAt: IsoTime.nullable(),
  /** The round of his that stands still meanwhile. */
  round: Id.nullable(),
  version: z.int().min(1),
})
export type Errand = z.infer<typeof Errand>

export const SendGuard = z.strictObject({ user: z.string().min(1).max(64) })
/** `tap`: one of his own taps there, which proves it. `user`: whom the desk speaks for, by radio. */
export const Arrive = z.strictObject({ tap: z.string().max(128).optional(), user: z.string().max(64).optional() })

/** Whom an incident is about: the number to call, looked up for whoever may call, and the last tap. */
export const PersonInNeed = z.strictObject({
  user: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  checkpoint: Id.nullable(),
  at: IsoTime.nullable(),
})
export type PersonInNeed = z.infer<typeof PersonInNeed>

/** Whose nearest are asked for: who is sent to look, or who is sent to mend. */
export const NearestRole = z.enum(['guard', 'technician'])
export type NearestRole = z.infer<typeof NearestRole>

/** A guard or technician on duty as seen from an incident. */
export const NearestGuard = z.strictObject({
  user: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  /** The last tap: where, when, and how many minutes ago; null for somebody who has not tapped. */
  checkpoint: Id.nullable(),
  at: IsoTime.nullable(),
  minutes: z.int().nullable(),
  /** A rough walking time in seconds from there to the incident; null where either place is not known. */
  distance: z.int().nullable(),
  /** Clocked in on post, or only on the roster at this hour. */
  duty: z.enum(['on_post', 'on_roster']),
  /** The incident that he was sent to and that is not over. */
  busy: Id.nullable(),
})
export type NearestGuard = z.infer<typeof NearestGuard>
