// Signing in and out, and what a sign-in page must know.
import { z } from 'zod'
import { Name } from '../scalars.ts'
import { Login, Session, Setup, User } from '../user.ts'
import type { Table } from './endpoint.ts'

/** The public facts a sign-in page needs. */
export const About = z.strictObject({
  version: z.string(),
  demo: z.boolean(),
  setupNeeded: z.boolean(),
  /** Demo roles that may sign in with one press; only while bound to loopback. `firm`: for whom somebody works who is not of the house. */
  demoUsers: z.array(
    z.strictObject({ username: z.string(), name: z.string(), role: User.shape.role, firm: Name.nullable() }),
  ),
})
export type About = z.infer<typeof About>

export const sessionApi = {
  about: {
    method: 'GET',
    path: '/about',
    permission: 'public',
    summary: 'What a sign-in page must know',
    response: About,
  },
  setup: {
    method: 'POST',
    path: '/setup',
    permission: 'public',
    summary: 'Create the first administrator',
    body: Setup,
    response: Session,
    status: 201,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: 'Sign in',
    body: Login,
    response: Session,
  },
  demoSignIn: {
    method: 'POST',
    path: '/session/demo',
    permission: 'public',
    summary: 'Sign in as a demo role (demo on loopback only)',
    body: z.strictObject({ username: z.string().max(64) }),
    response: Session,
  },
  session: { method: 'GET', path: '/session', permission: 'session.own', summary: 'Who am I', response: Session },
  signOut: { method: 'DELETE', path: '/session', permission: 'session.own', summary: 'Sign out', status: 204 },
  ownPatch: {
    method: 'PATCH',
    path: '/session',
    permission: 'session.own',
    summary: 'Change own language or password',
    body: z.strictObject({
      locale: User.shape.locale.optional(),
      password: z.string().min(10).max(200).optional(),
      current: z.string().max(200).optional(),
    }),
    response: Session,
  },
} as const satisfies Table
