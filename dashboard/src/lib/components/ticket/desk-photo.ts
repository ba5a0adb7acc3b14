// A photo that reaches the desk by another way (a chat, a mail) and is put to a ticket there.
import { formatDateTime } from '#core/texts/format.ts'
import { clock } from '#lib/clock.svelte.ts'
import { locale, t } from '#lib/locale.svelte.ts'
import type { KeptFile } from '#lib/m/database.ts'
import { keptPhoto } from '#lib/m/photo.ts'
import { sendOver } from '#lib/m/wire.ts'
import { place } from '#lib/place.svelte.ts'
import { toast } from '#lib/toast.svelte.ts'

/** The picture as it is kept, marked with when and where it was put there. Rejects what is no picture. */
export const photoAtDesk = (file: Blob, where: string): Promise<KeptFile> =>
  keptPhoto(file, `${formatDateTime(clock.exact(), place.timezone)} ${where} · ${t('ticket.check.desk')}`)

/** Sends it; says why not. */
export async function uploaded({ id, type, bytes }: KeptFile): Promise<boolean> {
  const reply = await sendOver(() => locale.current)({ method: 'PUT', path: `/files/${id}`, bytes, type })
  if (reply.how !== 'ok') toast.refused(reply.how === 'no' ? reply.detail : t('app.unreachable'))
  return reply.how === 'ok'
}
