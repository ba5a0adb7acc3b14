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

/** What a code means that is not 0: which fault, whether it passes, and how long to leave the robot alone. */
export type Meaning = { fault: NoticeFault; again: boolean; after?: number }

/** The answer of a robot: `{code or errcode, msg or errmsg}`; a code that is not listed is a refusal. */
export function byCode(answered: Answered, meanings: Readonly<Record<string, Meaning>>, now: number): Sent {
  const plain = byStatus(answered, now)
  const code = codeIn(answered.text)
  if (code === null) return plain.ok ? failed('refused', plain.answer, false) : plain
  if (code === 0 && plain.ok) return plain
  const meaning = meanings[String(code)] ?? (plain.ok ? { fault: 'refused', again: false } : null)
  return meaning ? failed(meaning.fault, plain.answer, meaning.again, meaning.after) : plain
}

function codeIn(text: string): number | null {
  try {
    const { errcode, code, StatusCode } = JSON.parse(text) as Record<string, unknown>
    const found = errcode ?? code ?? StatusCode
    return typeof found === 'number' ? found : null
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
