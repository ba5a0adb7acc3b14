// MQTT topics have a fixed depth of six: fm/v1/{site}/{kind}/{device}/{channel}.
import { z } from 'zod'
import { Id } from './scalars.ts'

/** What a topic's last part may be. Devices publish all but `cmd` and `presence`, which the server sends. */
export const Channel = z.enum(['telemetry', 'event', 'tap', 'state', 'meta', 'cmd', 'ack', 'presence'])
export type Channel = z.infer<typeof Channel>

export type Topic = { site: Id; kind: Id; device: Id; channel: string }

/** The parts of a topic, or `null` when it does not have our shape. The channel may still be an unknown word. */
export function parseTopic(topic: string): Topic | null {
  const parts = topic.split('/')
  if (parts.length !== 6 || parts[0] !== 'fm' || parts[1] !== 'v1') return null
  const [, , site, kind, device, channel] = parts as [string, string, string, string, string, string]
  for (const part of [site, kind, device, channel]) if (!Id.safeParse(part).success) return null
  return { site, kind, device, channel }
}

/** The topic of a channel of a device. */
export const topicOf = (device: { site: Id; kind: Id; id: Id }, channel: Channel): string =>
  `fm/v1/${device.site}/${device.kind}/${device.id}/${channel}`
