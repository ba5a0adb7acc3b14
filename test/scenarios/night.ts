// One night of eight routes, twelve stops, eight rounds: what the guards do that is not as planned, and every finding that
// must come of it, no more and no fewer. Read with night-walk.ts, which makes taps of it.

/** A stop of a round: `{route}@{start} #{place}`, places from 1 in the order in which the round is to be walked. */
export type Where = `${string}@${string} #${number}`

/** What somebody does otherwise than planned. Minutes unless a name says otherwise. */
export type Deed = { at: Where } & (
  | { does: 'omit' | 'swap' | 'carry' | 'hurry' | 'noTechnician' | 'noStart' }
  /** So long after the window, or before it. */
  | { does: 'late' | 'early'; by: number }
  /** Out of reach from this stop on to that one; the phone syncs so long after the last of them. */
  | { does: 'offline'; to: number; sync: number }
  /** The phone's clock is wrong by so much for the whole round. */
  | { does: 'clock'; by: number }
  /** The tag is read so long after the round's start, and sent as if it were read in its window. */
  | { does: 'hold'; readAt: number }
  /** The same tap comes once more, from somebody else. */
  | { does: 'relay'; by: string }
  /** The tag is read so many times more, every 20 s. */
  | { does: 'spam'; times: number }
  /** Nothing more comes in this round. */
  | { does: 'vanish' }
  /** The technician's phone is offline for so long. */
  | { does: 'technicianOffline'; sync: number }
  /** The guard is sent to an incident after this stop, and walks on so much later. */
  | { does: 'sent'; for: number }
)

export const starts = ['20:00', '21:30', '23:00', '00:30', '02:00', '03:30', '05:00', '06:30']
export const orders = ['ordered', 'ordered', 'ordered', 'ordered', 'ordered', 'any', 'random', 'ordered'] as const
export const stopsPerRound = 12
/** Both routes pass it: the first at its sixth stop, the second at its tenth. */
export const shared = { 'route-1': 6, 'route-2': 10 } as Record<string, number>
/** Where the last route asks for two people, and for a stay of two minutes; its guards fetch and return keys. */
export const [twoRoles, dwell] = [6, 3]
/** Nothing listens from the one to the other. */
export const outage = { from: '05:07', to: '05:20' }

export const deeds: readonly Deed[] = [
  { at: 'route-1@20:00 #3', does: 'late', by: 2 },
  { at: 'route-1@20:00 #8', does: 'omit' },
  { at: 'route-1@23:00 #12', does: 'omit' },
  { at: 'route-1@02:00 #5', does: 'swap' },
  { at: 'route-1@03:30 #4', does: 'early', by: 1 },
  { at: 'route-1@03:30 #5', does: 'late', by: 2.9 },
  { at: 'route-1@06:30 #12', does: 'omit' },

  { at: 'route-2@21:30 #10', does: 'hold', readAt: 20 },
  { at: 'route-2@23:00 #5', does: 'sent', for: 10 },
  { at: 'route-2@03:30 #5', does: 'carry' },

  { at: 'route-3@21:30 #4', does: 'offline', to: 4, sync: 3 },
  { at: 'route-3@00:30 #4', does: 'offline', to: 5, sync: 2.5 },
  { at: 'route-3@02:00 #4', does: 'offline', to: 8, sync: 2.5 },

  { at: 'route-4@23:00 #1', does: 'clock', by: 9 },
  { at: 'route-4@02:00 #1', does: 'clock', by: -25 },
  { at: 'route-4@02:00 #4', does: 'offline', to: 4, sync: 3 },
  { at: 'route-4@06:30 #7', does: 'spam', times: 9 },

  { at: 'route-5@20:00 #2', does: 'relay', by: 'guard-6' },
  { at: 'route-5@00:30 #9', does: 'vanish' },

  { at: 'route-6@20:00 #5', does: 'swap' },
  { at: 'route-6@21:30 #2', does: 'omit' },
  { at: 'route-7@21:30 #5', does: 'swap' },
  { at: 'route-7@00:30 #1', does: 'omit' },

  { at: 'route-8@20:00 #6', does: 'noTechnician' },
  { at: 'route-8@23:00 #6', does: 'technicianOffline', sync: 25 },
  { at: 'route-8@02:00 #3', does: 'hurry' },
  { at: 'route-8@03:30 #1', does: 'noStart' },
]

/** Everything that the night must leave behind. Whatever is not here was as planned. */
export const findings: readonly string[] = [
  'route-1@20:00 #3 late',
  'route-1@20:00 #8 missed',
  'checkpoint-missed cp-1-8 cleared',
  // The first and the last stop of each route are key places.
  'route-1@23:00 #12 missed',
  'key-checkpoint-missed cp-1-12 cleared',
  'route-1@02:00 #5 late',
  'route-1@02:00 #5 out of order',
  'route-1@02:00 #6 early',
  'route-1@03:30 #4 early',
  'route-1@03:30 #5 late',
  'route-1@03:30 #5 leg_long',
  'route-1@06:30 #12 missed',
  'key-checkpoint-missed cp-1-12 active',

  // Guard 1 read the shared tag live in between: its counter says that guard 2 had read it before.
  'route-2@21:30 counter_contradicts ×1',
  'route-2@23:00 paused 10 min',
  'route-2@03:30 #6 leg_short',
  'route-2@03:30 impossible_walk ×1',

  'route-3@00:30 #4 late_synced',
  'checkpoint-missed cp-3-4 cleared, late sync',
  'route-3@02:00 #4 late_synced',
  'route-3@02:00 #5 late_synced',
  'route-3@02:00 #6 late_synced',
  'route-3@02:00 #7 late_synced',
  'checkpoint-missed cp-3-4 cleared, late sync',
  'checkpoint-missed cp-3-5 cleared, late sync',
  'checkpoint-missed cp-3-6 cleared, late sync',
  'checkpoint-missed cp-3-7 cleared, late sync',
  'route-3@02:00 lost',
  'guard-lost guard-3 cleared, was offline',

  'route-4@23:00 clock_skew ×12',
  'route-4@02:00 clock_skew ×12',
  'route-4@06:30 scan_spam',

  'replayed guard-6 cp-5-2',
  'route-5@00:30 #9 missed',
  'route-5@00:30 #10 missed',
  'route-5@00:30 #11 missed',
  'route-5@00:30 #12 missed',
  'checkpoint-missed cp-5-9 cleared',
  'checkpoint-missed cp-5-10 cleared',
  'checkpoint-missed cp-5-11 cleared',
  'key-checkpoint-missed cp-5-12 cleared',
  'route-5@00:30 lost',
  'guard-lost guard-5 cleared',

  // In any order nothing is out of order; the windows still hold.
  'route-6@20:00 #5 late',
  'route-6@20:00 #6 early',
  'route-6@21:30 #2 missed',
  'checkpoint-missed cp-6-2 cleared',
  'route-7@21:30 #5 late',
  'route-7@21:30 #5 out of order',
  'route-7@21:30 #6 early',
  'route-7@00:30 #1 missed',
  // Its first place, whatever the draw has put there.
  'checkpoint-missed first of route-7@00:30 cleared',

  'route-8@20:00 #6 missed',
  'checkpoint-missed cp-8-6 cleared',
  'route-8@23:00 #6 late_synced',
  'checkpoint-missed cp-8-6 cleared, late sync',
  'route-8@02:00 #3 dwell_short',
  'route-8@03:30 no start',

  // While nobody could hear, the second stop of every round came due: missed by nobody's fault, then proven.
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `route-${n}@05:00 #2 late_synced, unwatched`),
]
