// A press on a button of a message: what is taken on, what is left alone, and what is said.
import { describe, expect, test } from 'vitest'
import type { Ticket } from '#core/contracts/ticket.ts'
import type { Reply, Sent } from '../wire.ts'
import { acceptOffered, isOffered, offersNow } from './offer.ts'

const ticket = (more: Partial<Ticket> = {}): Ticket =>
  ({ ...{ id: 't-1', number: 218, state: 'dispatched', assignee: 'li', vendor: null, version: 7 }, ...more }) as Ticket
const later = (why: 'unreachable' | 'signed_out'): Reply => ({ how: 'later', why })
const no: Reply = { how: 'no', status: 409, code: 'ticket_taken', detail: '李娜已经接单' }

/** A server that has the ticket and answers as told; notes what it was sent. */
function server(has: Ticket | Reply, answers: Record<string, Reply> = {}, vendor: string | null = null) {
  const sent: Sent[] = []
  const send = (request: Sent): Promise<Reply> => {
    sent.push(request)
    const known = answers[request.path]
    if (known) return Promise.resolve(known)
    if (request.path === '/session') return Promise.resolve({ how: 'ok', data: { user: { username: 'li', vendor } } })
    if (request.path === '/tickets/t-1') return Promise.resolve('how' in has ? has : { how: 'ok', data: has })
    return Promise.resolve({ how: 'ok', data: { ...has, state: 'accepted' } })
  }
  return { send, sent, posts: () => sent.filter(({ method }) => method === 'POST').map(({ path }) => path) }
}

test.each<[string, Partial<Ticket>, string | null, boolean]>([
  ['given to him', {}, null, true],
  ['given to his firm', { assignee: null, vendor: 'swift' }, 'swift', true],
  ['of his firm, a colleague has it', { assignee: 'mo', vendor: 'swift' }, 'swift', false],
  ['of another firm', { assignee: null, vendor: 'lofty' }, 'swift', false],
  ['nobody was sent to it', { state: 'new', assignee: null }, null, true],
  ['nobody was sent to it, and he is of a firm', { state: 'new', assignee: null }, 'swift', false],
  ['of no firm, nobody has it', { assignee: null }, null, false],
  ['new, but somebody has it by name', { state: 'new', assignee: 'mo' }, null, false],
  ['taken', { state: 'accepted' }, null, false],
])('%s: %j is offered to somebody of %s: %s', (_, more, vendor, offered) => {
  expect(isOffered(ticket(more), { username: 'li', vendor })).toBe(offered)
})

describe('accepting from a message', () => {
  test('names the version as it stands, and holds what it took', async () => {
    const { send, sent } = server(ticket())
    expect(await acceptOffered(send, 't-1')).toMatchObject({ how: 'held', ticket: { state: 'accepted' } })
    expect(sent.slice(2)).toEqual([
      { method: 'POST', path: '/tickets/t-1/accept', json: { version: 7 } },
      { method: 'POST', path: '/tickets/t-1/lease', json: { hours: 8 } },
    ])
  })
  test('says when it is accepted and yet not held', async () => {
    const { send } = server(ticket(), { '/tickets/t-1/lease': later('unreachable') })
    expect(await acceptOffered(send, 't-1')).toMatchObject({ how: 'unheld' })
  })
  test('leaves alone what was given to somebody else since', async () => {
    const { send, posts } = server(ticket({ assignee: 'mo' }))
    expect(await acceptOffered(send, 't-1')).toEqual({ how: 'gone' })
    expect(posts()).toEqual([])
  })
  test('says what the server says of a ticket that is taken', async () => {
    const { send, posts } = server(ticket({ state: 'accepted', assignee: 'mo' }), { '/tickets/t-1/accept': no })
    expect(await acceptOffered(send, 't-1')).toEqual({ how: 'no', detail: '李娜已经接单' })
    expect(posts()).toEqual(['/tickets/t-1/accept'])
  })
  test.each<[string, Reply, object]>([
    ['nobody answers', later('unreachable'), { how: 'offline' }],
    ['the session is over', later('signed_out'), { how: 'signed_out' }],
  ])('%s', async (_, session, expected) => {
    const { send, posts } = server(ticket(), { '/session': session })
    expect(await acceptOffered(send, 't-1')).toEqual(expected)
    expect(posts()).toEqual([])
  })
  test('another firm’s ticket is gone', async () => {
    const { send } = server({ how: 'no', status: 404, code: 'not_found', detail: '' })
    expect(await acceptOffered(send, 't-1')).toEqual({ how: 'gone' })
  })
})

test('buttons stand on a message only while the ticket waits for this person’s word', async () => {
  expect(await offersNow(server(ticket()).send, 't-1')).toEqual(['accept', 'decline'])
  expect(await offersNow(server(ticket({ state: 'working' })).send, 't-1')).toEqual([])
  expect(await offersNow(server(later('unreachable')).send, 't-1')).toEqual([])
})

test('what nobody was sent to can be taken from its message, and is nobody’s to decline', async () => {
  const free = ticket({ state: 'new', assignee: null })
  expect(await offersNow(server(free).send, 't-1')).toEqual(['accept'])
  expect(await acceptOffered(server(free).send, 't-1')).toMatchObject({ how: 'held' })
})
