// What bytes are, whatever their sender called them, and who may see a file. Names and headers of an upload prove nothing.
import type { FileInfo } from '../contracts/file.ts'
import type { Actor } from '../contracts/user.ts'
import { may, sees, type Permission } from './permission.ts'

type FileType = FileInfo['type']

const text = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))
const starts = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, n) => bytes[n] === byte)

/** Brands of an ISO media file that holds sound; HEIC photos have others and most screens cannot show them. */
const soundBrands: ReadonlySet<string> = new Set([
  'M4A ',
  'M4B ',
  'isom',
  'iso2',
  'iso4',
  'iso5',
  'iso6',
  'mp41',
  'mp42',
  'dash',
])

/** The type of a file by its first bytes; null for anything that is no photo or sound of ours. */
export function fileTypeOf(bytes: Uint8Array): FileType | null {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (text(bytes, 0, 4) === 'OggS') return 'audio/ogg'
  // EBML is Matroska's, too: only the document type `webm` is what phones record
  if (starts(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return text(bytes, 4, 64).includes('webm') ? 'audio/webm' : null
  return text(bytes, 4, 8) === 'ftyp' && soundBrands.has(text(bytes, 8, 12)) ? 'audio/mp4' : null
}

/** A thing that shows a file: what it is, and its site. */
export type FileUse = { noun: 'tap' | 'finding' | 'ticket'; thing: string; site: string }

const permissionOf = { tap: 'tap.read', finding: 'finding.read', ticket: 'estate.read' } as const satisfies Record<
  FileUse['noun'],
  Permission
>

/** Whether somebody may see a file: who took it, and who may see a thing that shows it. */
export const seesFile = (actor: Actor, file: Pick<FileInfo, 'by'>, uses: readonly FileUse[]): boolean =>
  file.by === actor.name || uses.some(({ noun, site }) => sees(actor, site) && may(actor.role, permissionOf[noun]))
