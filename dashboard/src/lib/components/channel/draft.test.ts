// A channel's form: every type sends exactly what its contract takes, and a secret only when one was typed.
import { expect, it } from 'vitest'
import { Channel, ChannelConfig, ChannelPatch, NewChannel, type ChannelType } from '#core/contracts/channel.ts'
import { bodyOf, draftOf, forms, secretsOf, types, type Draft } from './draft.ts'

const words: Record<string, string> = {
  ...{ host: 'mail.example', port: '587', tls: 'starttls', username: '', from: 'duty@example.org' },
  ...{ url: 'https://sms.example/send', body: 'to={to}&text={text}', header: '', device: 'siren-1' },
}
const draft = (type: ChannelType): Draft => ({
  ...draftOf(null),
  ...{ type, id: 'one', name: { 'zh-CN': '值班群', en: 'Duty group' }, config: { ...words } },
})

it.each(types)('of type %s sends what the contract takes', (type) => {
  const secrets = Object.fromEntries(forms[type].secrets.map(({ name }) => [name, 'https://robot.example/k']))
  const body = bodyOf({ ...draft(type), secrets }, { 'zh-CN': '值班群', en: 'Duty group' })
  const parsed = NewChannel.parse({ ...body, id: 'one', site: null })
  expect(parsed.config.type).toBe(type)
  expect(Object.keys(parsed.secrets)).toEqual(Object.keys(secrets))
})

it('has a form for every type that there is', () => {
  expect(types.toSorted()).toEqual(ChannelConfig.options.map(({ shape }) => shape.type.value).toSorted())
})

it('leaves a kept secret alone and keeps a changed channel’s settings', () => {
  const config = { type: 'email', host: 'h', port: 465, tls: 'tls', username: 'u', from: 'a@example.org' }
  const kept = Channel.parse({ id: 'mail', name: 'Mail', config, kept: ['password'], perMinute: 30 })
  const form = draftOf(kept)
  expect(secretsOf(form)).toEqual({})
  expect(ChannelPatch.parse({ ...bodyOf(form, form.name), version: 1 })).toMatchObject({ config, perMinute: 30 })
  expect(secretsOf({ ...form, secrets: { password: ' new ' } })).toEqual({ password: 'new' })
})
