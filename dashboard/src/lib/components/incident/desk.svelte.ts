// The desk at which incidents are handled: what is being asked about which incident. What needs no words is done at once.
import { goto } from '$app/navigation'
import { resolve } from '$app/paths'
import type { Incident } from '#core/contracts/incident.ts'
import { t } from '#lib/locale.svelte.ts'
import { session } from '#lib/session.svelte.ts'
import { toast } from '#lib/toast.svelte.ts'
import { actOn } from './act.ts'
import { deedsOf, needsWords, type Deed } from './deeds.ts'

export type Desk = {
  /** The question that stands open, or null. */
  readonly asking: { deed: Deed; incident: Incident } | null
  /** Does it, or asks what it needs; what is not possible now does nothing. */
  readonly press: (deed: Deed, incident: Incident) => void
  /** The ticket of an incident: to its page, or the question for a new one. */
  readonly toTicket: (incident: Incident) => void
  /** An answered question ends here, with the new incident, or null when the person thought better of it. */
  readonly done: (next: Incident | null) => void
}

const atOnce = ['acknowledge', 'unshelve', 'close'] as const satisfies Deed[]
type AtOnce = (typeof atOnce)[number]

/** @param changed hears the incident that an action answered */
export function createDesk(changed: (incident: Incident) => void = () => {}): Desk {
  let asking = $state.raw<Desk['asking']>(null)
  /** Done here, not yet told by the stream: a key pressed twice must not do it twice. */
  let acting: string | null = null

  const isAtOnce = (deed: Deed, incident: Incident): deed is AtOnce =>
    (atOnce as Deed[]).includes(deed) &&
    !(deed === 'acknowledge' && needsWords(incident)) &&
    !(deed === 'close' && incident.lifeSafety)

  async function act(deed: AtOnce, incident: Incident): Promise<void> {
    if (acting === incident.id) return
    acting = incident.id
    const answer = await actOn(incident, deed)
    acting = null
    if (answer.ok) changed(answer.data)
  }
  function press(deed: Deed, incident: Incident): void {
    if (!deedsOf(incident, session.may).includes(deed)) {
      if (deed === 'shelve' && incident.lifeSafety) toast.refused(t('refusal.life_safety_shelve'))
      return
    }
    if (isAtOnce(deed, incident)) void act(deed, incident)
    else asking = { deed, incident }
  }
  return {
    get asking() {
      return asking
    },
    press,
    toTicket(incident) {
      if (incident.ticket === null) press('ticket', incident)
      else void goto(resolve('/(console)/tickets/[id]', { id: incident.ticket }))
    },
    done(next) {
      asking = null
      if (next) changed(next)
    },
  }
}
