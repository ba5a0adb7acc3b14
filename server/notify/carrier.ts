// SMS and voice by a carrier's HTTP gateway, whose body is a template. Values are encoded for the form that the template
// has, so that no message can add a field; the one header is checked for what would end it.
import type { ChannelConfig, ChannelSecrets } from '../../core/contracts/channel.ts'
import { byStatus } from './answer.ts'
import { failed, perMinute, type Message, type Provider, type SendDeps, type Sent } from './provider.ts'

type Values = Record<'to' | 'title' | 'text' | 'link' | 'id' | 'key', string>

/** Fills a template: `{name}` becomes the value, encoded. A name that is not known stays as it stands. */
const fill = (template: string, values: Values, encode: (value: string) => string): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? encode(values[name as keyof Values]) : whole,
  )

const inJson = (value: string): string => JSON.stringify(value).slice(1, -1)
const isJson = (template: string): boolean => /^\s*[{[]\s*["{[]/.test(template)

const valuesOf = (message: Message, phone: string, { key = '' }: ChannelSecrets): Values => ({
  ...{ to: phone, title: message.title, text: message.text, link: message.link, id: message.key, key },
})

type Config = Extract<ChannelConfig, { type: 'sms' | 'voice' }>
type Use = (message: Message, config: Config, secrets: ChannelSecrets, deps: SendDeps) => Promise<Sent>

const send: Use = async (message, config, secrets, { ask, now }) => {
  const phone = message.to?.phone?.replace(/[\s()-]/g, '') ?? ''
  if (!/^\+?\d{3,20}$/.test(phone)) return failed('no_address', message.to?.phone ?? '', false)
  const values = valuesOf(message, phone, secrets)
  const json = isJson(config.body)
  const header = headerOf(config.header, values)
  if (header === null) return failed('wrong_secret', 'header', false)
  const answered = await ask({
    url: config.url,
    body: fill(config.body, values, json ? inJson : encodeURIComponent),
    headers: {
      'Content-Type': json ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded',
      ...header,
    },
  })
  return 'status' in answered ? byStatus(answered, now()) : answered
}

/** The header with the carrier's token in it; null when the token holds what no header may. */
function headerOf(template: string, { key }: Values): Record<string, string> | null {
  const colon = template.indexOf(': ')
  if (colon < 1) return {}
  const value = template.slice(colon + 2).replaceAll('{key}', key)
  return /^[\x20-\x7e]*$/.test(value) ? { [template.slice(0, colon)]: value } : null
}

/** Whether the gateway is there at all: a message a day would cost money and wake people. */
const beat: Use = async (_message, config, _secrets, { ask, now }) => {
  const answered = await ask({ url: config.url, method: 'HEAD' })
  if (!('status' in answered)) return answered
  return answered.status < 500 ? { ok: true, answer: String(answered.status) } : byStatus(answered, now())
}

const proves = { message: 'message', beat: 'gateway' } as const
export const sms: Provider<'sms'> = { send, beat, proves, limits: [perMinute(60)], mostBytes: 900 }
export const voice: Provider<'voice'> = { send, beat, proves, limits: [perMinute(20)], mostBytes: 900 }
