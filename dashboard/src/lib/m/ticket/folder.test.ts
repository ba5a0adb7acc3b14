// Which tickets a phone takes along: those of its person, and those of his firm that nobody has yet.
import { expect, test } from 'vitest'
import type { Reply, Sent } from '../wire.ts'
import { gather } from './folder.ts'

const ticket = (id: string, assignee: string | null, more: object = {}) => ({
  ...{ id, assignee, incident: null, device: null, zone: null, createdAt: '2026-11-23T06:00:00.000Z', ...more },
})
const pages: Record<string, object> = {
  '/tickets?assignee=lin&state=open&limit=50': { items: [ticket('own', 'lin')] },
  '/tickets?vendor=own&state=open&limit=50': {
    items: [ticket('own', 'lin'), ticket('free', null), ticket('mate', 'mo')],
  },
}
pages['/tickets?state=new&limit=50'] = { items: [ticket('unsent', null)] }
const asked: string[] = []
const send = ({ path }: Sent): Promise<Reply> => {
  asked.push(path)
  const data = pages[path] ?? (path.startsWith('/tickets/') ? ticket(path.slice(9), null) : null)
  return Promise.resolve(data ? { how: 'ok', data } : { how: 'later', why: 'unreachable' })
}

test('of a firm: what is one’s own and what nobody has, once each; not what a colleague has', async () => {
  const folders = await gather(send, { username: 'lin', vendor: 'swift' }, () => 1)
  expect(folders?.map((folder) => folder.ticket.id)).toEqual(['own', 'free'])
})

test('of the house itself: what is one’s own and what nobody was sent to; no firm is asked for', async () => {
  asked.length = 0
  const folders = await gather(send, { username: 'lin', vendor: null }, () => 1)
  expect(folders?.map((folder) => folder.ticket.id)).toEqual(['own', 'unsent'])
  expect(asked.filter((path) => path.includes('vendor'))).toEqual([])
})

test('without an answer there are none, and what the phone has stays', async () => {
  expect(await gather(send, { username: 'nobody' }, () => 1)).toBeNull()
})

test('of a device without an incident, everything that is wrong with it counts while it is watched', async () => {
  pages['/tickets?assignee=xu&state=open&limit=50'] = { items: [ticket('t', 'xu', { device: 'p-1' })] }
  pages['/devices/p-1'] = { id: 'p-1', kind: 'pump', zone: null, group: null }
  pages['/incidents?device=p-1&state=open&limit=50'] = { items: [{ id: 'i-1' }] }
  const [folder] = (await gather(send, { username: 'xu' }, () => 1)) ?? []
  expect(folder?.wrong).toEqual([{ id: 'i-1' }])
})
