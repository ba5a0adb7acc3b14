// QR codes for what is printed: rows of dark and light, drawn as squares so that they stay sharp at any size.
import { encode } from 'uqr'

export type Code = boolean[][]

/** The code of a text; a quarter of it may be dirty or torn. */
export const codeOf = (text: string): Code => encode(text, { ecc: 'Q', border: 0 }).data
