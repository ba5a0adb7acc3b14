// Carries out an action on an incident and says what came of it. No version is sent: every action is judged by the
// incident's state, and a fault that trips again and again would make each version stale.
import type { Incident, IncidentActionName } from '#core/contracts/incident.ts'
import { call, type Answer } from '#lib/api.ts'
import { t } from '#lib/locale.svelte.ts'
import { toast } from '#lib/toast.svelte.ts'

/** What is said when an action was done. */
export const doneWords = {
  acknowledge: 'incident.state.acknowledged',
  assign: 'page.saved',
  comment: 'page.saved',
  shelve: 'incident.state.shelved',
  unshelve: 'incident.done.unshelve',
  reset: 'incident.done.reset',
  close: 'incident.state.closed',
} as const satisfies Record<IncidentActionName, string>

/** Sends `action` with what the person filled in; says nothing. */
export const sendAction = (
  incident: Incident,
  action: IncidentActionName,
  fields: object,
): Promise<Answer<Incident>> => {
  // One line of the table stands for all of them: each answers the incident, and the form gave the fields of its action.
  const line = `POST /incidents/{id}/${action}` as 'POST /incidents/{id}/acknowledge'
  return call(line, { id: incident.id, body: fields })
}

/** Does `action` with what the person filled in; the answer is the new incident, or why not (also shown). */
export async function actOn(
  incident: Incident,
  action: IncidentActionName,
  fields: object = {},
): Promise<Answer<Incident>> {
  const answer = await sendAction(incident, action, fields)
  if (answer.ok) toast.done(t(doneWords[action]))
  else toast.refused(answer.problem.detail || t('app.unreachable'))
  return answer
}

/** Takes several, one after the other; stops at the first refusal and shows it. */
export async function takeAll(incidents: readonly Incident[]): Promise<void> {
  let n = 0
  for (const incident of incidents) {
    const answer = await sendAction(incident, 'acknowledge', {})
    if (!answer.ok) {
      toast.refused(answer.problem.detail || t('app.unreachable'))
      break
    }
    n++
  }
  if (n > 0) toast.done(t('incidents.take_shown.done', { n }))
}
