// The secrets of channels and the keys of Web Push: sealed where they are kept, opened only here, never told to anybody.
import webpush from 'web-push'
import type { Kysely } from 'kysely'
import type { Channel, ChannelSecrets } from '../../core/contracts/channel.ts'
import type { Commit } from '../commit.ts'
import { keyFor, seal, unseal } from '../seal.ts'
import { sealedChannel } from '../store/channel.ts'
import { readMeta, writeMeta } from '../store/meta.ts'
import type { Records } from '../store/schema.ts'

export type OpenChannel = { channel: Channel; secrets: ChannelSecrets }
export type PushKeys = { publicKey: string; privateKey: string }

export type ChannelKeys = {
  /** What is kept of secrets. */
  seal(secrets: ChannelSecrets): string
  /** A channel with its secrets; null when it is gone. */
  open(db: Kysely<Records>, id: string): Promise<OpenChannel | null>
  /** The keys by which push services know this installation; made once and for ever. */
  pushKeys(db: Kysely<Records>, commit: Commit): Promise<PushKeys>
}

const pushKeysKey = 'push_keys'

export function createChannelKeys(secretKey: Buffer): ChannelKeys {
  const key = keyFor(secretKey, 'channel secrets')
  const opened = <T>(sealed: string): T => JSON.parse(unseal(sealed, key)) as T
  return {
    seal: (secrets) => seal(JSON.stringify(secrets), key),
    async open(db, id) {
      const kept = await sealedChannel(db, id)
      return kept && { channel: kept.channel, secrets: kept.secret === '' ? {} : opened(kept.secret) }
    },
    async pushKeys(db, commit) {
      const known = await readMeta(db, pushKeysKey)
      if (known !== null) return opened<PushKeys>(known)
      const made = webpush.generateVAPIDKeys()
      const sealed = seal(JSON.stringify(made), key)
      await commit(async (tx) => ({ result: await writeMeta(tx, pushKeysKey, sealed), happenings: [] }))
      return made
    },
  }
}
