// The AsyncAPI 3 document of the MQTT side, made from the schemas of the payloads.
import { z } from 'zod'
import { CommandMessage } from '../../core/contracts/command.ts'
import { AckPayload, EventPayload, StatePayload } from '../../core/contracts/event.ts'
import { TelemetryPayload } from '../../core/contracts/reading.ts'
import { TapPayload } from '../../core/contracts/tap.ts'
import { Channel } from '../../core/contracts/topic.ts'
import type { HttpSettings } from './deps.ts'
import type { Json } from './openapi.ts'

const Time = z.string()
/** What a device says of itself; the other payloads are validated by the gateway. */
const Meta = z.looseObject({
  name: z.string().optional(),
  maker: z.string().optional(),
  model: z.string().optional(),
  serial: z.string().optional(),
  children: z.array(z.string()).optional(),
})
const PresenceMessage = z.strictObject({ presence: z.enum(['online', 'silent', 'offline', 'unknown']), since: Time })

type Told = { payload: z.ZodType; by: 'device' | 'server'; retain: boolean; summary: string }
const channels: Record<z.infer<typeof Channel>, Told> = {
  telemetry: {
    payload: z.union([TelemetryPayload, z.array(TelemetryPayload).min(1).max(1000)]),
    by: 'device',
    retain: false,
    summary: 'One reading, or up to 1,000 of them (backfill). Metrics are judged one by one.',
  },
  event: { payload: EventPayload, by: 'device', retain: false, summary: 'A discrete message: alarm point, fault code' },
  tap: { payload: TapPayload, by: 'device', retain: false, summary: 'A tag was read at this reader' },
  state: { payload: StatePayload, by: 'device', retain: true, summary: 'Birth, and the last will' },
  meta: { payload: Meta, by: 'device', retain: true, summary: 'Self-description: a proposal, it grants nothing' },
  ack: { payload: AckPayload, by: 'device', retain: false, summary: 'The answer to a command' },
  cmd: { payload: CommandMessage, by: 'server', retain: false, summary: 'A command; void after expiresAt' },
  presence: { payload: PresenceMessage, by: 'server', retain: true, summary: 'Whether the server hears the device' },
}

const parameters = {
  site: { description: 'The site of the device' },
  kind: { description: 'The kind of the device' },
  device: { description: 'The id of the device, which is its user name as well' },
}

/** The whole document. */
export function asyncApi({ version, mqtt, publicUrl }: Pick<HttpSettings, 'version' | 'mqtt' | 'publicUrl'>): Json {
  const host = publicUrl === null ? 'localhost' : new URL(publicUrl).hostname
  const server = (port: number | null, protocol: string): Json =>
    port === null
      ? {}
      : { [protocol]: { host: `${host}:${port}`, protocol, protocolVersion: '3.1.1', security: [login] } }
  const entries = Object.entries(channels)
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Watchkeeper 守望 MQTT',
      version,
      description: 'QoS 1: PUBACK means on disk. Packets up to 256 KiB.',
    },
    servers: { ...server(mqtt.port, 'mqtt'), ...server(mqtt.tlsPort, 'mqtts') },
    channels: Object.fromEntries(entries.map(([name, told]) => [name, channel(name, told)])),
    operations: Object.fromEntries(entries.map(([name, told]) => [name, operation(name, told)])),
    components: { securitySchemes: { login: { type: 'userPassword', description: 'Device id and its secret' } } },
  }
}

const login = { $ref: '#/components/securitySchemes/login' }

const channel = (name: string, { payload, summary }: Told): Json => ({
  address: `fm/v1/{site}/{kind}/{device}/${name}`,
  description: summary,
  parameters,
  messages: {
    [name]: {
      contentType: 'application/json',
      payload: z.toJSONSchema(payload, { io: 'input', target: 'draft-7', unrepresentable: 'any' }),
    },
  },
})

/** From the server's side: what devices send is received, what it sends itself is sent. */
const operation = (name: string, { by, retain, summary }: Told): Json => ({
  action: by === 'device' ? 'receive' : 'send',
  channel: { $ref: `#/channels/${name}` },
  summary,
  bindings: { mqtt: { qos: 1, retain, bindingVersion: '0.2.0' } },
})
