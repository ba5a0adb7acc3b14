// What a good answer of a channel proves, in words.
import type { ChannelAnswer } from '#core/contracts/channel.ts'
import { t } from '#lib/locale.svelte.ts'

/** Empty where an answer proves nothing. */
export function proofWords({ ok, proof, phones }: Pick<ChannelAnswer, 'ok' | 'proof' | 'phones'>): string {
  if (!ok || !proof) return ''
  if (proof !== 'phones' || !phones) return t(`channel.proof.${proof === 'phones' ? 'message' : proof}`)
  return phones.kept === 0 ? t('channel.proof.no_phone') : t('channel.proof.phones', phones)
}
