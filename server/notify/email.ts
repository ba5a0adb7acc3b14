// E-mail over SMTP. The Message-ID follows from the notice's key, so that a repeat is the same message to a mailbox.
import { createTransport } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import type { ChannelConfig, ChannelSecrets } from '../../core/contracts/channel.ts'
import { sha256 } from '../store/sha256.ts'
import { failed, linesOf, perMinute, type Provider, type SendDeps, type Sent } from './provider.ts'

type Config = Extract<ChannelConfig, { type: 'email' }>

const optionsOf = (config: Config, secrets: ChannelSecrets, patience: number): SMTPTransport.Options => ({
  ...{ host: config.host, port: config.port, secure: config.tls === 'tls' },
  ...{ requireTLS: config.tls === 'starttls', ignoreTLS: config.tls === 'none' },
  ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience, dnsTimeout: patience },
  ...{ disableFileAccess: true, disableUrlAccess: true },
  ...(config.username !== null && { auth: { user: config.username, pass: secrets.password ?? '' } }),
})

type Transport = ReturnType<typeof createTransport<SMTPTransport.SentMessageInfo>>

/** Speaks to the mail server and reads what went wrong from its reply. */
async function speak(
  config: Config,
  secrets: ChannelSecrets,
  { patience }: Pick<SendDeps, 'patience'>,
  say: (transport: Transport) => Promise<string>,
): Promise<Sent> {
  const transport = createTransport(optionsOf(config, secrets, patience))
  try {
    return { ok: true, answer: await say(transport) }
  } catch (error) {
    return byReply(error as { code?: string; responseCode?: number; response?: string; message: string })
  } finally {
    transport.close()
  }
}

/** 4yz passes, 5yz does not; no reply at all is a server that was not reached. */
function byReply({ code, responseCode = 0, response, message }: Parameters<typeof replyOf>[0]): Sent {
  const answer = replyOf({ code, responseCode, response, message })
  if (responseCode >= 400 && responseCode < 500) return failed('broken', answer, true)
  if (code === 'EAUTH') return failed('wrong_secret', answer, false)
  if (responseCode >= 500) return failed('refused', answer, false)
  if (code === 'ETIMEDOUT') return failed('too_slow', answer, true)
  return failed('not_reached', answer, true)
}
const replyOf = (error: {
  code?: string | undefined
  responseCode?: number
  response?: string | undefined
  message: string
}) => error.response ?? `${error.code ?? ''} ${error.message}`.trim()

export const email: Provider<'email'> = {
  proves: { message: 'message', beat: 'signed_in' },
  limits: [perMinute(60)],
  mostBytes: 200_000,
  send(message, config, secrets, deps) {
    const to = message.to?.email
    if (!to) return Promise.resolve(failed('no_address', message.to?.username ?? '', false))
    const messageId = `<${sha256(message.key).slice(0, 32)}@watchkeeper>`
    const text = linesOf({ ...message, title: '' })
    const urgent = message.priority === 1 && ({ priority: 'high' } as const)
    const mail = { from: config.from, to, subject: message.title, text, messageId, ...urgent }
    return speak(config, secrets, deps, async (transport) => (await transport.sendMail(mail)).response)
  },
  beat: (_message, config, secrets, deps) =>
    speak(config, secrets, deps, async (transport) => {
      await transport.verify()
      return 'NOOP'
    }),
}
