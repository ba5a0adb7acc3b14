// Users.
import { NewUser, User, UserPatch } from '../user.ts'
import { Paged, type Table, page } from './endpoint.ts'

export const userApi = {
  listUsers: {
    method: 'GET',
    path: '/users',
    permission: 'user.read',
    summary: 'Users',
    query: Paged,
    response: page(User),
  },
  createUser: {
    method: 'POST',
    path: '/users',
    permission: 'user.manage',
    summary: 'Create a user',
    body: NewUser,
    response: User,
    status: 201,
  },
  getUser: { method: 'GET', path: '/users/{id}', permission: 'user.read', summary: 'A user', response: User },
  patchUser: {
    method: 'PATCH',
    path: '/users/{id}',
    permission: 'user.manage',
    summary: 'Change a user; a new password ends the sessions',
    body: UserPatch,
    response: User,
  },
} as const satisfies Table
