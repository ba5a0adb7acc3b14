// A channel as its form holds it: words for every field of every type, and back to what the server takes. Pure.
import type { Channel, ChannelSecrets, ChannelType } from '#core/contracts/channel.ts'
import type { Name } from '#core/contracts/scalars.ts'
import { takesMonthly } from '#core/domain/channel.ts'

export type SecretName = keyof ChannelSecrets
/** `many`: several lines. */
export type ConfigField = { name: string; many?: boolean; required: boolean; options?: readonly string[] }

/** What each type is told about itself, and what it keeps secret. Group robots carry everything in their address. */
export const forms = {
  email: {
    fields: [
      { name: 'host', required: true },
      { name: 'port', required: true },
      { name: 'tls', required: true, options: ['none', 'starttls', 'tls'] },
      { name: 'username', required: false },
      { name: 'from', required: true },
    ],
    secrets: [{ name: 'password', required: false }],
  },
  wecom: { fields: [], secrets: [{ name: 'url', required: true }] },
  dingtalk: {
    fields: [],
    secrets: [
      { name: 'url', required: true },
      { name: 'secret', required: false },
    ],
  },
  feishu: {
    fields: [],
    secrets: [
      { name: 'url', required: true },
      { name: 'secret', required: false },
    ],
  },
  web_push: { fields: [], secrets: [] },
  webhook: { fields: [{ name: 'url', required: true }], secrets: [{ name: 'key', required: true }] },
  sms: {
    fields: [
      { name: 'url', required: true },
      { name: 'body', many: true, required: true },
      { name: 'header', required: false },
    ],
    secrets: [{ name: 'key', required: false }],
  },
  voice: {
    fields: [
      { name: 'url', required: true },
      { name: 'body', many: true, required: true },
      { name: 'header', required: false },
    ],
    secrets: [{ name: 'key', required: false }],
  },
  mqtt: { fields: [{ name: 'device', required: true }], secrets: [] },
} as const satisfies Record<ChannelType, { fields: ConfigField[]; secrets: { name: SecretName; required: boolean }[] }>

export const types = Object.keys(forms) as ChannelType[]
/** Types that speak to a person, and so need one for a test. */
export const isPersonal = (type: ChannelType): boolean => ['email', 'web_push', 'sms', 'voice'].includes(type)

export type Draft = {
  type: ChannelType
  id: string
  name: Name
  site: string
  enabled: boolean
  personal: boolean
  perMinute: string
  /** User name of whoever gets a real message each month; '' is nobody. */
  monthlyTo: string
  config: Record<string, string>
  secrets: Partial<Record<SecretName, string>>
}

const defaults: Record<string, string> = { port: '587', tls: 'starttls' }

/** The form of a channel; of a new one when there is none. */
export function draftOf(channel: Channel | null): Draft {
  const config = { ...defaults }
  for (const [name, value] of Object.entries(channel?.config ?? {})) config[name] = String(value ?? '')
  return {
    ...{ type: channel?.config.type ?? 'email', id: channel?.id ?? '', site: channel?.site ?? '' },
    name: channel ? { ...channel.name } : { 'zh-CN': '', en: '' },
    ...{ enabled: channel?.enabled ?? true, personal: channel?.personal ?? true },
    perMinute: channel?.perMinute ? String(channel.perMinute) : '',
    ...{ monthlyTo: channel?.monthlyTo ?? '', config, secrets: {} },
  }
}

const valueOf = (name: string, word: string): string | number | null =>
  name === 'port' ? Number(word) : name === 'username' && word === '' ? null : word

/** The settings as the server takes them: only those of the type. */
export function configOf({ type, config }: Draft): Channel['config'] {
  const fields = forms[type].fields.map(({ name }) => [name, valueOf(name, (config[name] ?? '').trim())])
  return { type, ...Object.fromEntries(fields) } as Channel['config']
}

/** Secrets that were typed; those that were not stay as they are kept. */
export function secretsOf({ type, secrets }: Draft): ChannelSecrets {
  const named = forms[type].secrets.map(({ name }) => [name, (secrets[name] ?? '').trim()] as const)
  return Object.fromEntries(named.filter(([, word]) => word !== ''))
}

/** What a new channel and a changed one have in common. */
export const bodyOf = (draft: Draft, name: Name) => ({
  ...{ name, enabled: draft.enabled, personal: draft.personal },
  perMinute: draft.perMinute.trim() === '' ? null : Number(draft.perMinute),
  monthlyTo: takesMonthly(draft.type) && draft.monthlyTo !== '' ? draft.monthlyTo : null,
  ...{ config: configOf(draft), secrets: secretsOf(draft) },
})
