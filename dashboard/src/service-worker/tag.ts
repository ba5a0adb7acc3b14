// The address of a tag. With a network it is the server's page, always; without one the shell keeps the tap. A button
// that was pressed while the network was gone is kept here, before anything is answered: on disk, with the time of the press.
import { captureOfQuery, pressOf, tapOf } from '#lib/m/capture.ts'
import { openPhoneDatabase, type PhoneDatabase } from '#lib/m/database.ts'
import type { HeldSheet, Person } from '#lib/m/held.svelte.ts'
import { enqueue } from '#lib/m/outbox.ts'

/** How long the server may take before the guard in the basement gets the shell. */
const patienceMs = 8000
/** What the address of the shell says of a press: the tap that was kept, or that it was not. */
const told = ['kept', 'unkept'] as const

type TagPorts = {
  shell: () => Promise<Response>
  /** Something waits to be sent. */
  changed: () => void
}

export async function answerTag(request: Request, ports: TagPorts): Promise<Response> {
  const query = new URL(request.url).searchParams
  if (told.some((word) => query.has(word))) return ports.shell()
  const pressed = request.method === 'POST' ? { form: request.clone(), at: Date.now() } : null
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patienceMs) })
  } catch {
    return pressed ? keepPressed(pressed, query, ports) : ports.shell()
  }
}

type Pressed = { form: Request; at: number }

async function keepPressed({ form, at }: Pressed, query: URLSearchParams, { changed }: TagPorts): Promise<Response> {
  const fields = new URLSearchParams(await form.text().catch(() => ''))
  const said = new URLSearchParams([...fields, ...query])
  // The server may have heard the press, and only its answer was lost.
  const id = pressOf(fields.get('tap'))
  try {
    await keepTap(said, id, at)
    changed()
    return Response.redirect(`/t?kept=${id}`, 303)
  } catch {
    said.set('unkept', id)
    return Response.redirect(`/t?${said.toString()}`, 303)
  }
}

/** Throws when the phone could not keep it, or when it is no tap. */
async function keepTap(said: URLSearchParams, id: string, at: number): Promise<void> {
  const capture = captureOfQuery(said)
  if (!capture) throw new Error('no tap')
  const db = await openPhoneDatabase()
  try {
    const { user, points } = await whoHolds(db)
    await enqueue(db, { ...tapOf(capture, { id, at, points }), user, at, files: [] })
  } finally {
    db.close()
  }
}

/** Who was last signed in on this phone, and the checkpoints that it knows. */
async function whoHolds(db: PhoneDatabase) {
  const person = (await db.get('kept', 'person')) as Person | undefined
  const user = person?.username ?? ''
  const kept = (await db.get('kept', `sheet/${user}`)) as HeldSheet | undefined
  return { user, points: kept?.sheet.points ?? [] }
}
