// What a channel cannot do without, and how its secrets change.
import type { ChannelSecrets, ChannelType } from '../contracts/channel.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'

type SecretName = keyof ChannelSecrets

const needs: Record<ChannelType, readonly SecretName[]> = {
  ...{ email: [], web_push: [], mqtt: [], sms: [], voice: [] },
  ...{ webhook: ['key'], wecom: ['url'], dingtalk: ['url'], feishu: ['url'] },
}

/** Secrets that are named replace those that are kept. */
export const mergedSecrets = (kept: ChannelSecrets, named: ChannelSecrets): ChannelSecrets => ({ ...kept, ...named })

/** Which secrets are there, by name. */
export const secretNames = (secrets: ChannelSecrets): SecretName[] =>
  (Object.keys(secrets) as SecretName[]).filter((name) => secrets[name] !== undefined).sort()

/** The first secret that a type of channel needs and has not. `say` gives its name in the reader's language. */
export function missingSecret(
  type: ChannelType,
  secrets: ChannelSecrets,
  say: (name: SecretName) => string,
): Refusal | null {
  const missing = needs[type].find((name) => secrets[name] === undefined)
  return missing === undefined ? null : refuse('secret_needed', { name: say(missing) })
}
