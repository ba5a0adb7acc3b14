// The guards of the demo come on duty and go off it at the changes of their shifts, over HTTP as a phone does: signed in
// by the demo's button, with ids that follow from person and turn, so that a restart clocks nobody in twice.
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Estate } from './estate.ts'
import type { Log } from './publisher.ts'
import { timeOfDay } from './site-time.ts'

export type CrewOptions = { url: string; estate: Estate; clock?: Clock; log: Log }
/** A turn of duty that holds; `startsAt` epoch ms. */
export type Post = { user: string; site: string; startsAt: number }

const minuteMs = 60_000
const dayMs = 86_400_000

/** The guards whose turn it is at an instant (epoch ms), each with the beginning of the turn. */
export function postsAt({ sites, shifts, users }: Estate, at: number): Post[] {
  const guards = users.filter(({ role }) => role === 'guard').map(({ username }) => username)
  return shifts.flatMap(({ site, start, end, people }) => {
    const { timezone } = sites.find(({ id }) => id === site)!
    const [from, until] = [msOf(start), msOf(end)]
    const gone = (timeOfDay(at, timezone) - from + dayMs) % dayMs
    // A shift that ends when it starts lasts the whole day.
    const lasts = (until - from + dayMs) % dayMs || dayMs
    return gone >= lasts ? [] : people.filter(isIn(guards)).map((user) => ({ user, site, startsAt: at - gone }))
  })
}
const isIn = (list: readonly string[]) => (one: string) => list.includes(one)
const msOf = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minuteMs

/** Starts the crew at once; gives how to stop it. Whom it cannot reach it asks again a minute later. */
export function startCrew({ url, estate, clock = systemClock, log }: CrewOptions): () => void {
  const done = new Map<string, number>()
  let busy = false
  async function look(): Promise<void> {
    if (busy) return
    busy = true
    for (const post of postsAt(estate, clock.now())) {
      if (done.get(post.user) === post.startsAt) continue
      const failed = await comeOnDuty(url, post).then(
        () => null,
        (error: unknown) => String(error),
      )
      if (failed === null) done.set(post.user, post.startsAt)
      else log.debug({ user: post.user, failed }, 'could not come on duty')
    }
    busy = false
  }
  const stop = clock.every(minuteMs, () => void look())
  void look()
  return stop
}

/** Ends the duty of an earlier turn and begins the one of this turn; a person who has gone off it by hand stays off. */
async function comeOnDuty(url: string, { user, site, startsAt }: Post): Promise<void> {
  const signed = await ask(url, 'POST', '/session/demo', { username: user })
  const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { duty } = (await (await ask(url, 'GET', `/sheet?site=${site}`, undefined, cookie)).json()) as {
    duty: { id: string; startedAt: string } | null
  }
  if (duty && Date.parse(duty.startedAt) < startsAt) await ask(url, 'POST', `/duties/${duty.id}/end`, {}, cookie)
  await ask(url, 'POST', '/duties', { id: `crew-${user}-${startsAt}`, site }, cookie)
  await ask(url, 'DELETE', '/session', undefined, cookie)
}

async function ask(url: string, method: string, path: string, body?: object, cookie?: string): Promise<Response> {
  const headers = { ...(body && { 'Content-Type': 'application/json' }), ...(cookie && { Cookie: cookie }) }
  const answer = await fetch(`${url}/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
  return answer
}
