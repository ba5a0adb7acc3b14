// Sends a guard to an incident, or calls him back, and says what came of it.
import { call, type Answer } from '#lib/api.ts'
import { t } from '#lib/locale.svelte.ts'
import { toast } from '#lib/toast.svelte.ts'
import { personName } from '#lib/words.ts'

/** Whether it was done. `id` is the incident's. */
export const sendGuard = async (id: string, user: string): Promise<boolean> =>
  said(await call('POST /incidents/{id}/send', { id, body: { user } }), t('send.done', { who: personName(user) }))

/** Whether it was done. */
export const recallGuard = async (id: string, user: string): Promise<boolean> =>
  said(await call('POST /incidents/{id}/recall', { id, body: { user } }), t('send.recalled', { who: personName(user) }))

/** The desk's word, by radio, that somebody has arrived: recorded as told, not as proven. */
export const toldArrival = async (id: string, user: string): Promise<boolean> =>
  said(await call('POST /incidents/{id}/arrive', { id, body: { user } }), t('page.saved'))

function said(answer: Answer<unknown>, words: string): boolean {
  if (answer.ok) toast.done(words)
  else toast.refused(answer.problem.detail || t('app.unreachable'))
  return answer.ok
}
