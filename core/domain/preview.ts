// "Who would be told now?": every step of a ladder as it would be taken at this instant, with the reason where nobody
// would hear of it. It asks what the climb itself asks, so the two cannot disagree.
import type { LadderStep, StepPreview } from '../contracts/ladder.ts'
import { peopleOf, reachOf, type AudienceFacts } from './audience.ts'
import { passedOver } from './climb.ts'

export type Now = { at: number; timezone: string; waiting: number; urgent: boolean }
type Planned = { step: LadderStep; afterMs: number }

/** `afterMs` of a planned step counts from the step before; that of the answer from the start. */
export function previewSteps(steps: readonly Planned[], facts: AudienceFacts, now: Now): StepPreview[] {
  let afterMs = 0
  return steps.map((planned, n) => {
    afterMs += planned.afterMs
    const shown = previewStep(planned.step, n === steps.length - 1, facts, now)
    return { ...shown, phones: shown.phones.map((phone) => ({ ...phone, step: n })), afterMs }
  })
}

function previewStep(step: LadderStep, last: boolean, facts: AudienceFacts, now: Now): Omit<StepPreview, 'afterMs'> {
  const { told, unreached } = reachOf(step, facts, { telling: 1, urgent: now.urgent })
  const people = peopleOf(step.who, facts)
  const phones = people.flatMap(({ username, name, phone }) =>
    phone === null ? [] : [{ step: 0, user: username, name, phone }],
  )
  const calls = step.does === 'phone'
  const heard = calls ? phones.length : told.length
  const skipped = last ? null : passedOver(step, now.at, now)
  return {
    step,
    told: calls
      ? []
      : told.map(({ to, channel }) => ({ user: to?.username ?? null, name: to?.name ?? null, channel: channel.id })),
    unreached: (calls ? people.filter(({ phone }) => phone === null) : unreached).map(({ username, name }) => ({
      user: username,
      name,
    })),
    phones: calls ? phones : [],
    why: skipped ?? (heard > 0 ? null : whyNot(step, people.length, calls)),
  }
}

function whyNot({ who }: LadderStep, people: number, calls: boolean): StepPreview['why'] {
  if ('channel' in who) return 'no_channel'
  if (people > 0) return calls ? 'no_phone' : 'no_channel'
  return 'duty' in who || 'assignee' in who ? 'nobody_on_duty' : 'nobody'
}
