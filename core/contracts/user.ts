// People (users), programs (tokens) and MQTT identities that are no device (accounts).
import { z } from 'zod'
import { Id, IsoTime, Locale, NewId } from './scalars.ts'

export const Role = z.enum(['viewer', 'guard', 'technician', 'operator', 'supervisor', 'admin'])
export type Role = z.infer<typeof Role>

/** Something a person can do, with the paper that proves it. `expiresAt` is a day, that day included. */
export const Skill = z.strictObject({
  id: Id,
  certificate: z.string().max(100).optional(),
  expiresAt: z.iso.date().optional(),
})
export type Skill = z.infer<typeof Skill>

const Username = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'username')
const Password = z.string().min(10).max(200)
/** Sites this identity may see; `null` means all of them. */
const Sites = z.array(Id).max(1000).nullable()

export const User = z.strictObject({
  username: Username,
  name: z.string().trim().min(1).max(100),
  role: Role,
  sites: Sites.default(null),
  locale: Locale.default('zh-CN'),
  phone: z.string().max(40).nullable().default(null),
  /** Where notices by e-mail go. */
  email: z.email().max(200).nullable().default(null),
  /** The badge a reader reports for this person. */
  badge: z.string().max(64).nullable().default(null),
  /** The firm that the person works for; null for the house's own. */
  vendor: Id.nullable().default(null),
  skills: z.array(Skill).max(32).default([]),
  /** Channels by which the person wants to be told, the best first; what is left out comes after them. */
  notify: z.array(Id).max(16).default([]),
  enabled: z.boolean().default(true),
  version: z.int().min(1).default(1),
})
export type User = z.infer<typeof User>
export const NewUser = User.omit({ version: true }).extend({ password: Password })
export const UserPatch = User.omit({ username: true }).extend({ password: Password }).partial()

export const Login = z.strictObject({ username: z.string().max(64), password: z.string().max(200) })
/** The one-time set-up of the first administrator. */
export const Setup = z.strictObject({
  token: z.string().max(200),
  username: Username,
  name: User.shape.name,
  password: Password,
  locale: Locale.default('zh-CN'),
})

/** Who is asking: what every permission and every timeline entry is decided by. */
export type Actor = {
  name: string
  role: Role
  sites: string[] | null
  locale: Locale
  type: 'user' | 'token'
  /** The firm that the person works for; absent or null for the house's own. */
  vendor?: string | null
}

export const Session = z.strictObject({
  user: User,
  /** Permissions of the role, by name, so that screens show only what works. */
  permissions: z.array(z.string()),
  demo: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const Token = z.strictObject({
  id: Id,
  name: z.string().trim().min(1).max(100),
  role: Role,
  sites: Sites,
  expiresAt: IsoTime.nullable(),
  createdAt: IsoTime,
  createdBy: z.string(),
})
export type Token = z.infer<typeof Token>
export const NewToken = z.strictObject({
  name: Token.shape.name,
  role: Role,
  sites: Sites.default(null),
  expiresAt: IsoTime.nullable().default(null),
})

/** `integration` reads a site's topics except taps; `simulator` acts for the devices it is given. */
export const Account = z.strictObject({
  id: NewId,
  type: z.enum(['integration', 'simulator']),
  sites: Sites.default(null),
  /** Devices a simulator acts for; null = every device of its sites. */
  devices: z.array(Id).nullable().default(null),
})
export type Account = z.infer<typeof Account>
