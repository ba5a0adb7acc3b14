// What follows from what the phone holds: the round now, its stops, the duty, checks that nobody has answered yet.
import { epoch } from '#core/contracts/instant.ts'
import type { Round } from '#core/contracts/round.ts'
import type { SheetPoint } from '#core/contracts/sheet.ts'
import type { Tap } from '#core/contracts/tap.ts'
import { patrolRole } from '#core/domain/round-roles.ts'
import { clock } from '#lib/clock.svelte.ts'
import { hourMinute } from '#lib/time.ts'
import { held } from './held.svelte.ts'
import { currentRound, stopsOf, walked, type OwnTap, type Stop } from './walk.ts'

/** The zone of every time on the phone: the site's, until there is a sheet the phone's. */
export const zone = (): string => held.sheet?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
/** `02:24` of an instant by the server's clock. */
export const timeOf = (at: number): string => hourMinute(at, zone())
/** `02:24` of an instant by the phone's clock. */
export const ownTime = (at: number): string => timeOf(at + offset())
/** What the phone's clock is off. */
const offset = (): number => clock.exact() - Date.now()

type AnyTap = OwnTap & { body: Record<string, unknown>; refused: boolean }

/** Every tap of this phone that is known, by when it was read; `at` by the server's clock. */
function anyTaps(): AnyTap[] {
  const unsent = held.waiting.filter(({ kind }) => kind === 'tap')
  const sent = held.receipts.filter(({ kind }) => kind === 'tap')
  return [
    ...unsent.map((w) => ({
      ...{ id: w.id, checkpoint: w.about ?? '', body: w.body, refused: false },
      at: w.at + offset(),
      sent: false,
    })),
    ...sent.map((r) => ({
      ...{ id: r.id, checkpoint: r.tap?.checkpoint ?? r.about ?? '', body: r.body ?? {} },
      ...{ at: r.tap ? epoch(r.tap.at) : r.at + offset(), sent: true, refused: r.tap?.status === 'refused' },
    })),
  ].toSorted((a, b) => a.at - b.at)
}

const taps = $derived(anyTaps())
const good = $derived(taps.filter((tap) => !tap.refused && tap.checkpoint !== ''))
const rounds = $derived(held.sheet ? walked(held.sheet, good, patrolRole(held.person?.role)) : [])
const round = $derived(currentRound(rounds, held.person?.username ?? ''))
const stops = $derived(round && held.sheet ? stopsOf(round, held.sheet, good, clock.now) : [])

/** How long after a tap its checks are still asked for. */
const checksMs = 12 * 3_600_000
const answered = $derived(
  new Set([...held.waiting, ...held.receipts, ...held.returned].filter((d) => d.kind === 'checks').map(({ id }) => id)),
)
const unanswered = $derived(
  good.filter(
    (tap) =>
      clock.now - tap.at < checksMs && !answered.has(tap.id) && (pointAt(tap.checkpoint)?.checks.length ?? 0) > 0,
  ),
)

const pointAt = (id: string | null): SheetPoint | null => held.sheet?.points.find((point) => point.id === id) ?? null

export const today = {
  get round(): Round | null {
    return round
  },
  get stops(): readonly Stop[] {
    return stops
  },
  /** The stop to walk to; null when none is left. */
  get next(): Stop | null {
    return stops.find(({ state }) => state === 'now') ?? null
  },
  /** Taps whose checks nobody has answered, oldest first. */
  get unanswered(): readonly AnyTap[] {
    return unanswered
  },
  /** The checkpoint that was tapped last, within the last half hour. */
  get lastPoint(): SheetPoint | null {
    const last = good.at(-1)
    return last && clock.now - last.at < 30 * 60_000 ? pointAt(last.checkpoint) : null
  },
  /** The checkpoint where this person was last, whenever that was. */
  get lastSeenAt(): string | null {
    return good.at(-1)?.checkpoint ?? null
  },
  tapOf: (id: string): AnyTap | null => taps.find((tap) => tap.id === id) ?? null,
  pointOf: pointAt,
  /** A tap as it is judged by now; a sheet of an older version does not say. */
  judgedNow: (tap: Tap): Pick<Tap, 'grade' | 'flags'> =>
    (held.sheet?.taps ?? []).find(({ id }) => id === tap.id) ?? tap,
  /** Whether a checkpoint was tapped since an instant of the server's clock. */
  tappedSince: (checkpoint: string, at: number): boolean =>
    good.some((tap) => tap.checkpoint === checkpoint && tap.at >= at),
  get duty(): { id: string; since: number } | null {
    return dutyOf()
  },
}

/** The duty that runs: what the phone did last counts, else what the sheet says. */
function dutyOf(): { id: string; since: number } | null {
  const own = [...held.waiting, ...held.receipts]
    .filter(({ kind }) => kind === 'clock_in' || kind === 'clock_out')
    .toSorted((a, b) => a.at - b.at)
    .at(-1)
  const known = held.sheet?.duty ?? null
  const told = known && known.endedAt === null ? { id: known.id, since: epoch(known.startedAt) } : null
  // The sheet that came after the deed knows it, and knows what the desk did since.
  if (!own || (isSent(own) && (held.syncedAt ?? 0) > own.sentAt)) return told
  return own.kind === 'clock_in' ? { id: own.id, since: own.at + offset() } : null
}

const isSent = <T extends object>(deed: T): deed is T & { sentAt: number } => 'sentAt' in deed
