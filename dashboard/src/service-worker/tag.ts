// The address of a tag. With a network it is the server's page, always; without one the shell keeps the tap. A button
// that was pressed while the network was gone is turned into the shell's own address, with what the tag said.

/** How long the server may take before the guard in the basement gets the shell. */
const patienceMs = 8000

export async function answerTag(request: Request, shell: () => Promise<Response>): Promise<Response> {
  const pressed = request.method === 'POST' ? request.clone() : null
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patienceMs) })
  } catch {
    return pressed ? pressedOffline(pressed) : shell()
  }
}

/** What the form carried, as an address that the shell reads; `pressed` says that the person has already confirmed. */
async function pressedOffline(request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text().catch(() => ''))
  const query = new URLSearchParams(new URL(request.url).search)
  for (const [key, value] of form) query.set(key, value)
  query.set('pressed', '1')
  return Response.redirect(`/t?${query.toString()}`, 303)
}
