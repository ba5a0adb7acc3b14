// Every channel by its type, and the one way to use one: within patience, with secrets taken out of what is answered.
import type { ChannelConfig, ChannelSecrets, ChannelType } from '../../core/contracts/channel.ts'
import { shown } from './answer.ts'
import { sms, voice } from './carrier.ts'
import { dingtalk } from './dingtalk.ts'
import { email } from './email.ts'
import { feishu } from './feishu.ts'
import { mqtt } from './mqtt.ts'
import { failed, type Message, type Provider, type SendDeps, type Sent } from './provider.ts'
import { webPush } from './web-push.ts'
import { webhook } from './webhook.ts'
import { wecom } from './wecom.ts'

const providers: { [T in ChannelType]: Provider<T> } = {
  ...{ email, webhook, wecom, dingtalk, feishu, mqtt, sms, voice },
  web_push: webPush,
}

/** What a type of channel allows. */
export const allowanceOf = (type: ChannelType): Pick<Provider<ChannelType>, 'limits' | 'mostBytes'> => providers[type]

/** Sends a message, or gives the provider its daily sign of life. Rejects never. */
export async function send(
  message: Message,
  config: ChannelConfig,
  secrets: ChannelSecrets,
  deps: SendDeps,
): Promise<Sent> {
  const provider = providers[config.type] as Provider<ChannelType>
  const isBeat = message.purpose === 'heartbeat'
  const use = (isBeat && provider.beat) || provider.send
  const fitting = fitted(message, provider.mostBytes)
  const sent = await within(deps.patience * 1.5, () => use(fitting, config, secrets, deps))
  const answer = shown(sent.answer, secrets)
  return sent.ok ? { proof: provider.proves[isBeat ? 'beat' : 'message'], ...sent, answer } : { ...sent, answer }
}

/** Cuts the words, never the link, to what the provider takes. */
function fitted(message: Message, mostBytes: number): Message {
  const room = Math.max(0, mostBytes - sizeOf(message.link) - 8)
  const title = cut(message.title, Math.min(room, 400))
  return { ...message, title, text: cut(message.text, Math.max(0, room - sizeOf(title))) }
}

/** Bytes of a text inside JSON: a provider counts what it is sent, and a quote is sent as two. */
const sizeOf = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2

function cut(text: string, most: number): string {
  if (sizeOf(text) <= most) return text
  const kept: string[] = []
  let size = 3
  for (const letter of text) {
    size += sizeOf(letter)
    if (size > most) break
    kept.push(letter)
  }
  return `${kept.join('')}…`
}

/** The last line of defence: whatever a library does with its own timeouts, the lane is free again. */
async function within(ms: number, work: () => Promise<Sent>): Promise<Sent> {
  const { promise, resolve } = Promise.withResolvers<Sent>()
  const timer = setTimeout(() => resolve(failed('too_slow', `${ms} ms`, true)), ms)
  try {
    return await Promise.race([work(), promise])
  } catch (error) {
    return failed('refused', error instanceof Error ? error.message : String(error), false)
  } finally {
    clearTimeout(timer)
  }
}
