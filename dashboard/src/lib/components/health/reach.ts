// What the parts of the health page say of telling people, taken out of their details, which are free words. Pure.
import type { ChannelAnswer } from '#core/contracts/channel.ts'
import type { Health } from '#core/contracts/api/health.ts'
import type { Name } from '#core/contracts/scalars.ts'

export type Proven = { id: string; name: Name; last: ChannelAnswer | null; real: ChannelAnswer | null }
type Deaf = { user: string; name: string; why: 'none' | 'failing' }
type Address = { url: string; from: 'set' | 'network' | 'here' }
type Parts = Pick<Health, 'parts'>

const detailOf = ({ parts }: Parts, name: string) => parts.find(({ part }) => part === name)?.detail ?? {}
const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : [])

/** What is proven of each channel; none for who may not see channels. */
export const proofsIn = (health: Parts): Proven[] => listOf<Proven>(detailOf(health, 'notices')['proofs'])

/** People whom nobody can tell anything. */
export const deafIn = (health: Parts): Deaf[] => listOf<Deaf>(detailOf(health, 'people')['people'])

/** Where links lead; null when the part does not say. */
export function addressOf(health: Parts): Address | null {
  const { url, from } = detailOf(health, 'address')
  const isKnown = from === 'set' || from === 'network' || from === 'here'
  return typeof url === 'string' && isKnown ? { url, from } : null
}
