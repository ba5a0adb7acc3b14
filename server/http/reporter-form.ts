// What a reporter's form sends: fields and at most one photo, from either way in which a browser sends a form. Parsed by
// the runtime; what cannot be read is no form.
import { fileLimit } from '../../core/contracts/file.ts'

/** Room for a photo straight from a phone: a report is taken without a photo that is too large to keep. */
export const formLimit = 12 * 1024 * 1024

export type Form = { fields: Record<string, string>; photo: Buffer | null; tooLarge: boolean }

/** The form in the body of a request; null when it is none. */
export async function formIn(bytes: Buffer, contentType: string | undefined): Promise<Form | null> {
  try {
    const headers = { 'content-type': contentType ?? '' }
    return await readForm(await new Response(new Uint8Array(bytes), { headers }).formData())
  } catch {
    // The runtime says only that it is no form
    return null
  }
}

async function readForm(data: FormData): Promise<Form> {
  const form: Form = { fields: Object.create(null) as Record<string, string>, photo: null, tooLarge: false }
  for (const [name, value] of data) {
    if (typeof value === 'string') form.fields[name] = value
    // An empty file is what a browser sends where none was chosen
    else if (name === 'photo' && value.size > fileLimit) form.tooLarge = true
    else if (name === 'photo' && value.size > 0) form.photo = Buffer.from(await value.arrayBuffer())
  }
  return form
}
