// What a message to this phone says and where a press on it leads. Only its own pages are ever opened. Pure.
import type { Role } from '#core/contracts/user.ts'

export type Pushed = {
  key: string
  title: string
  text: string
  link: string
  urgent: boolean
  isTest: boolean
  /** The daily check: it makes no sound, and the next takes its place. */
  isDaily: boolean
  /** The ticket that it is about; null for anything else. */
  ticket: string | null
}

const idShape = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** What a push service handed over; null when it is nothing of ours. */
export function pushedOf(data: string): Pushed | null {
  let said: unknown
  try {
    said = JSON.parse(data)
  } catch {
    return null
  }
  if (typeof said !== 'object' || said === null) return null
  const { key, title, text, link, priority, purpose, about } = said as Record<string, unknown>
  if (typeof title !== 'string' || typeof key !== 'string') return null
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    ...{ key, title, text: word(text), link: word(link) },
    urgent: priority === 1 || priority === 2,
    isTest: purpose === 'test',
    isDaily: purpose === 'heartbeat',
    ticket: ticketOf(about),
  }
}

function ticketOf(about: unknown): string | null {
  const { type, id } = (about ?? {}) as { type?: unknown; id?: unknown }
  return type === 'ticket' && typeof id === 'string' && idShape.test(id) ? id : null
}

/**
 * The page of ours that a message leads to. Who works on a phone is led to its pages, who sits at a desk to the desk's;
 * nobody to another host.
 */
export function whereTo(link: string, role: Role | undefined, origin: string): string {
  const url = URL.parse(link, origin)
  const path = url?.origin === origin ? url.pathname : '/'
  const ticket = /^\/(?:m\/)?tickets\/([a-z0-9][a-z0-9_-]{0,63})$/.exec(path)
  if (role === 'technician') return ticket ? `/m/tickets/${ticket[1]}` : path.startsWith('/m/') ? path : '/m/tickets'
  if (role === 'guard') return path.startsWith('/m/') ? path : '/m'
  return path
}
