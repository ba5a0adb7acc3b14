// Settings of the MQTT side, as a zod shape that the process's one settings schema merges, and what must hold between
// them. Values are text, as the environment gives them.
import { isIP } from 'node:net'
import { z } from 'zod'

const Port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().max(65_535))
const Switch = z
  .enum(['0', '1'])
  .default('0')
  .transform((text) => text === '1')

/** `WK_MQTT_…` and `WK_TLS_…`; a port of 0 takes any free one. */
export const gatewayShape = {
  WK_MQTT_HOST: z.string().min(1).default('127.0.0.1'),
  WK_MQTT_PORT: Port.default(1883),
  WK_MQTTS_PORT: Port.default(8883),
  WK_MQTT_PLAINTEXT: Switch,
  WK_TLS_CERT: z.string().min(1).optional(),
  WK_TLS_KEY: z.string().min(1).optional(),
  WK_TLS_CLIENT_CA: z.string().min(1).optional(),
}
export type GatewaySettings = z.infer<z.ZodObject<typeof gatewayShape>>

/** Whether an address can be reached from this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** What is wrong between the settings, by variable; empty when they hold together. */
export function gatewayFaults(settings: GatewaySettings): { variable: string; message: string }[] {
  const faults: { variable: string; message: string }[] = []
  if (!settings.WK_TLS_CERT !== !settings.WK_TLS_KEY) {
    const missing = settings.WK_TLS_CERT ? 'WK_TLS_KEY' : 'WK_TLS_CERT'
    faults.push({ variable: missing, message: 'WK_TLS_CERT and WK_TLS_KEY are set together or not at all' })
  }
  if (settings.WK_TLS_CLIENT_CA && !settings.WK_TLS_CERT) {
    faults.push({ variable: 'WK_TLS_CLIENT_CA', message: 'client certificates need WK_TLS_CERT and WK_TLS_KEY' })
  }
  if (!isLoopback(settings.WK_MQTT_HOST) && !settings.WK_MQTT_PLAINTEXT && !settings.WK_TLS_CERT) {
    faults.push({
      variable: 'WK_MQTT_HOST',
      message: `plain MQTT is not offered on ${settings.WK_MQTT_HOST}: set WK_TLS_CERT and WK_TLS_KEY, or WK_MQTT_PLAINTEXT=1`,
    })
  }
  return faults
}

/** Where plain MQTT listens: with TLS it stays on loopback unless plain text is allowed. */
export const plainHost = (settings: GatewaySettings): string =>
  isLoopback(settings.WK_MQTT_HOST) || settings.WK_MQTT_PLAINTEXT ? settings.WK_MQTT_HOST : '127.0.0.1'
