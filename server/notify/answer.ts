// What an answer means: by its HTTP status, and by the code that the robots of chats put into a body of status 200.
import type { ChannelSecrets } from '../../core/contracts/channel.ts'
import type { NoticeFault } from '../../core/contracts/notice.ts'
import type { Answered, Asking } from './ask.ts'
import { failed, type Sent } from './provider.ts'

const longest = 500
const restMs = 60_000

/** `Retry-After` in ms: seconds, or a date after `now`. */
function restOf(header: string | undefined, now: number): number {
  if (header === undefined) return restMs
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1000), 3_600_000) : restMs
}

/** What an HTTP status says of a message that was posted. */
export function byStatus({ status, headers, text }: Answered, now: number): Sent {
  const answer = `${status} ${text}`.trim()
  if (status >= 200 && status < 300) return { ok: true, answer }
  if (status === 429) return failed('too_often', answer, true, restOf(headers['retry-after'], now))
  if (status === 401 || status === 403) return failed('wrong_secret', answer, false)
  if (status >= 500 || status === 408 || status === 425) return failed('broken', answer, true)
  return failed('refused', answer, false)
}

/** What a code means that is not 0: which fault, whether it passes, and how long to leave the robot alone, ms. */
export type Meaning = { fault: NoticeFault; again: boolean; after?: number }
/** By code; where a provider uses one code for several things, its words tell them apart. */
export type Meanings = Readonly<Record<string, Meaning | ((words: string) => Meaning)>>

const refusal: Meaning = { fault: 'refused', again: false }

/**
 * The answer of a robot: `{code or errcode, msg or errmsg}`; a code that is not listed is a refusal. A 200 without any
 * code is not the provider's: something stands between (a page to sign in to the network), and passes.
 */
export function byCode(answered: Answered, meanings: Meanings, now: number): Sent {
  const plain = byStatus(answered, now)
  const said = codeIn(answered.text)
  if (said === null) return plain.ok ? failed('broken', plain.answer, true) : plain
  if (said.code === 0 && plain.ok) return plain
  const meaning = meanings[String(said.code)] ?? (plain.ok ? refusal : null)
  if (meaning === null) return plain
  const { fault, again, after } = typeof meaning === 'function' ? meaning(said.words) : meaning
  return failed(fault, plain.answer, again, after)
}

function codeIn(text: string): { code: number; words: string } | null {
  try {
    const { errcode, code, StatusCode, errmsg, msg } = JSON.parse(text) as Record<string, unknown>
    const found = errcode ?? code ?? StatusCode
    const words = errmsg ?? msg
    return typeof found === 'number' ? { code: found, words: typeof words === 'string' ? words : '' } : null
  } catch {
    return null
  }
}

/** Posts JSON and reads the answer by `read`. */
export async function postJson(
  ask: Asking,
  url: string,
  json: object,
  read: (answered: Answered) => Sent,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const answered = await ask({
    ...{ url, body: JSON.stringify(json) },
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  })
  return 'status' in answered ? read(answered) : answered
}

/** A provider's words as people may see them: secrets taken out, cut to 500 characters. */
export function shown(answer: string, secrets: ChannelSecrets): string {
  let text = answer.replace(/\s+/g, ' ').trim()
  for (const secret of partsOf(secrets)) text = text.replaceAll(secret, '•••')
  return text.slice(0, longest)
}

/** Secrets whole, and of an address the parts that open the door. The longest first, so that none is left in halves. */
function partsOf({ url, ...others }: ChannelSecrets): string[] {
  const parts = Object.values(others)
  if (url !== undefined) {
    const { pathname, search, searchParams } = new URL(url)
    parts.push(
      url,
      pathname + search,
      ...searchParams.values(),
      ...pathname.split('/').filter((part) => part.length > 7),
    )
  }
  const forms = parts.flatMap((part) => [part, encodeURIComponent(part), Buffer.from(part).toString('base64')])
  return forms.filter((part) => part.length > 2).sort((one, other) => other.length - one.length)
}
