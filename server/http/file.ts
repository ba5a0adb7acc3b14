// Photos and voice notes over HTTP: bytes in, the same bytes out. What they are is decided by the bytes.
import path from 'node:path'
import { FileId, type FileInfo } from '../../core/contracts/file.ts'
import { iso } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { fileTypeOf, seesFile, type FileUse } from '../../core/domain/file.ts'
import { audited } from '../audit.ts'
import { openFiles, type Files } from '../file.ts'
import { findFile, insertFile, usesOfFile } from '../store/file.ts'
import { sha256 } from '../store/sha256.ts'
import { findTicket } from '../store/ticket.ts'
import type { Call, Handlers } from './call.ts'
import { untold, visibleTicket } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { validate } from './fault.ts'

type Routes = Pick<Handlers, 'putFile' | 'getFile'>

/** Nobody's upload may act as a page of ours, and nobody has to ask for it twice. */
const headers = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'private, max-age=31536000, immutable',
}

export function fileRoutes({ db, settings }: Pick<HttpDeps, 'db' | 'settings'>): Routes {
  const files = openFiles(path.join(settings.dataDir, 'files'))
  return {
    putFile: (call) => keep(db, files, call),
    async getFile({ actor, id }) {
      const info = await findFile(db, id)
      if (!info || !seesFile(actor, info, await usesSeen(db, actor, id))) return refuse('not_found')
      const content = await files.read(info)
      return content ? { media: info.type, content, headers, tag: info.sha256 } : refuse('not_found')
    },
  }
}

/** The things that show a file, without tickets that are another firm's. */
async function usesSeen(db: HttpDeps['db'], actor: Actor, id: string): Promise<FileUse[]> {
  const uses = await usesOfFile(db, id)
  if (!actor.vendor) return uses
  const seen = await Promise.all(
    uses.map(
      async ({ noun, thing }) => noun !== 'ticket' || !isRefusal(visibleTicket(actor, await findTicket(db, thing))),
    ),
  )
  return uses.filter((_, i) => seen[i])
}

async function keep(db: HttpDeps['db'], files: Files, call: Call<'putFile'>): Promise<FileInfo | Refusal> {
  const info = infoOf(call)
  if (isRefusal(info)) return info
  const same = (known: FileInfo) => (known.sha256 === info.sha256 ? known : refuse('id_taken', { id: info.id }))
  const known = await findFile(db, info.id)
  if (known) return same(known)
  await files.write(info, call.body)
  const kept = await call.commit<FileInfo | Refusal>(async (tx) => {
    const meanwhile = await findFile(tx, info.id)
    if (meanwhile) return untold(same(meanwhile))
    await insertFile(tx, info)
    return { result: info, happenings: [told(info, call.at)] }
  })
  if (isRefusal(kept)) await files.remove(info)
  return kept
}

function infoOf({ actor, id, body, at, locale }: Call<'putFile'>): FileInfo | Refusal {
  const valid = validate(FileId, id, locale)
  if ('faults' in valid) return refuse('invalid', { count: valid.faults.length }, valid.faults)
  const type = fileTypeOf(body)
  if (type === null) return refuse('not_a_picture_or_sound')
  return { id, type, bytes: body.length, sha256: sha256(body), by: actor.name, receivedAt: iso(at) }
}

const told = ({ id, by, type, bytes, sha256 }: FileInfo, at: number) =>
  audited('file_kept', at, by, id, { type, bytes, sha256 })
