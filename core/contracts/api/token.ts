// API tokens.
import { z } from 'zod'
import { NewToken, Token } from '../user.ts'
import { Paged, type Table, page } from './endpoint.ts'

export const tokenApi = {
  listTokens: {
    method: 'GET',
    path: '/tokens',
    permission: 'token.manage',
    summary: 'API tokens',
    query: Paged,
    response: page(Token),
  },
  createToken: {
    method: 'POST',
    path: '/tokens',
    permission: 'token.manage',
    summary: 'Create an API token; it is answered once',
    body: NewToken,
    response: z.strictObject({ token: Token, secret: z.string() }),
    status: 201,
  },
  deleteToken: {
    method: 'DELETE',
    path: '/tokens/{id}',
    permission: 'token.manage',
    summary: 'Revoke a token',
    status: 204,
  },
} as const satisfies Table
