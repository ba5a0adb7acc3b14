// The dashboard's files: read once at start into a list, so that no path of a request ever reaches the disk. What is
// not in the list is a screen, and gets the shell (`200.html`).
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { Router, type Request, type Response } from 'express'

type Found = { file: string; packed: Map<string, string> }
const packings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const
const shell = '/200.html'
/** Addresses that belong to machines: a wrong one is 404 and never a screen. */
const machines = /^\/(api|socket\.io|mqtt|_app)(\/|$)/

/** Serves a built dashboard; null when there is none at this place. */
export function filesRouter(root: string): Router | null {
  const files = filesOf(path.resolve(root))
  if (!files.has(shell)) return null
  const router = Router()
  router.get('/{*any}', (request, response, next) => {
    const known = files.get(request.path)
    if (!known && machines.test(request.path)) return next()
    send(request, response, known ?? files.get(shell)!, request.path.startsWith('/_app/immutable/'))
  })
  return router
}

function filesOf(root: string): Map<string, Found> {
  const names = list(root)
  const all = new Set(names)
  const plain = names.filter(
    (name) => !packings.some(([, end]) => name.endsWith(end) && all.has(name.slice(0, -end.length))),
  )
  return new Map(
    plain.map((name) => {
      const packed = packings.filter(([, end]) => all.has(name + end)).map(([how, end]) => [how, name + end] as const)
      return [
        `/${name.split(path.sep).join('/')}`,
        { file: path.join(root, name), packed: new Map(packed.map(([how, file]) => [how, path.join(root, file)])) },
      ]
    }),
  )
}

function list(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}

/** Immutable files carry their hash in the name; everything else is asked for again, cheaply, by its ETag. */
function send(request: Request, response: Response, { file, packed }: Found, immutable: boolean): void {
  // Asked one by one, the smallest first: asked at once, the browser's order would decide, and it names gzip first.
  const how = packings.map(([name]) => name).find((name) => packed.has(name) && request.acceptsEncodings(name))
  response.type(path.extname(file)).vary('Accept-Encoding')
  if (how) response.setHeader('Content-Encoding', how)
  response.setHeader('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  response.sendFile(how ? packed.get(how)! : file, { cacheControl: false, dotfiles: 'allow' })
}
