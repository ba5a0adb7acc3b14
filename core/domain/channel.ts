// What a channel cannot do without, how its secrets change, and what is proven of it.
import type { Channel, ChannelAnswer, ChannelSecrets, ChannelType } from '../contracts/channel.ts'
import { epoch } from '../contracts/instant.ts'
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

/** Types whose daily check reaches no person, so that a real message once a month proves more. */
export const takesMonthly = (type: ChannelType): boolean => ['sms', 'voice', 'email'].includes(type)

type Answered = Pick<Channel, 'tested' | 'heartbeat' | 'monthly'>

/** A daily push that no phone took, because none is there, proves nothing. */
const proves = ({ ok, proof, phones }: ChannelAnswer): boolean => ok && proof !== null && phones?.took !== 0

/** The newest proof that a channel works, and the newest message that really left by it; null where there is none. */
export function proofsOf({ tested, heartbeat, monthly }: Answered): Record<'last' | 'real', ChannelAnswer | null> {
  const proven = [tested, heartbeat, monthly]
    .filter((answer): answer is ChannelAnswer => answer !== null && proves(answer))
    .sort((one, other) => epoch(other.at) - epoch(one.at))
  return { last: proven[0] ?? null, real: proven.find(({ proof }) => proof === 'message') ?? null }
}
