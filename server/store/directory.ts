// The directory that the gateway asks at every login and message: answers come from memory, kept current by what is
// committed. Of secrets only the SHA-256 is here, compared in constant time.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Device } from '../../core/contracts/device.ts'
import type { Kind } from '../../core/contracts/kind.ts'
import type { Happening } from '../../core/contracts/live.ts'
import type { Account } from '../../core/contracts/user.ts'
import type { Directory, Identity } from '../../gateway/directory.ts'
import type { Records } from './schema.ts'

/** What the directory reads of the estate in memory. */
type Known = { devices: ReadonlyMap<string, Device>; kinds: ReadonlyMap<string, Kind> }
type Login = { hash: Buffer; account: Account | null }

export type KeptDirectory = Directory & {
  /** Takes over what was committed; resolves when logins are current. */
  apply(happenings: readonly Happening[]): Promise<void>
}

/** `offsetOf` gives the clock offset of a device that was measured last. */
export async function openDirectory(
  db: Kysely<Records>,
  known: Known,
  offsetOf: (device: string) => number | null,
): Promise<KeptDirectory> {
  const logins = new Map<string, Login>()
  const children = new Map<string, Set<string>>()
  const parents = new Map<string, string>()
  const revoked: ((username: string) => void)[] = []

  const childrenOf = (id: string): Set<string> => {
    const set = children.get(id) ?? new Set<string>()
    children.set(id, set)
    return set
  }
  /** Live connections hold the set of their children, so it is changed in place. */
  function adopt(id: string, parent: string | null): void {
    const before = parents.get(id)
    if (before !== undefined) childrenOf(before).delete(id)
    parents.delete(id)
    if (parent === null) return
    parents.set(id, parent)
    childrenOf(parent).add(id)
  }
  function setLogin(id: string, login: Login | null): void {
    const before = logins.get(id)
    if (login) logins.set(id, login)
    else logins.delete(id)
    const same = before && login && before.hash.equals(login.hash) && sameRights(before.account, login.account)
    if (before && !same) for (const listener of revoked) listener(id)
  }
  async function readDevice(id: string): Promise<void> {
    const row = await db.selectFrom('device').select('secret_hash').where('id', '=', id).executeTakeFirst()
    setLogin(id, row ? { hash: Buffer.from(row.secret_hash, 'hex'), account: null } : null)
    adopt(id, known.devices.get(id)?.parent ?? null)
  }
  async function readAccounts(): Promise<void> {
    const rows = await db.selectFrom('account').selectAll().execute()
    const now = new Set(rows.map((row) => row.id))
    for (const [id, { account }] of logins) if (account && !now.has(id)) setLogin(id, null)
    for (const row of rows)
      setLogin(row.id, { hash: Buffer.from(row.secret_hash, 'hex'), account: JSON.parse(row.doc) as Account })
  }

  for (const row of await db.selectFrom('device').select(['id', 'secret_hash']).execute())
    logins.set(row.id, { hash: Buffer.from(row.secret_hash, 'hex'), account: null })
  for (const device of known.devices.values()) adopt(device.id, device.parent)
  await readAccounts()

  return {
    login(username, secret) {
      const login = logins.get(username)
      const given = createHash('sha256').update(secret).digest()
      // Somebody unknown is compared, too, so that time does not tell who exists.
      const hash = login?.hash.length === given.length ? login.hash : nobody
      const right = timingSafeEqual(hash, given)
      return login && right && hash !== nobody ? identify(username, login.account, known, childrenOf(username)) : null
    },
    device: (id) => known.devices.get(id) ?? null,
    clockOffset: (id) => (known.devices.has(id) ? offsetOf(id) : null),
    kind: (id) => known.kinds.get(id) ?? null,
    onRevoked: (listener) => void revoked.push(listener),
    async apply(happenings) {
      for (const { type, id } of happenings) {
        if (type.startsWith('device.')) await readDevice(id)
        if (type.startsWith('audit.account_')) await readAccounts()
      }
    },
  }
}

const nobody = Buffer.alloc(32)
const sameRights = (a: Account | null, b: Account | null): boolean => JSON.stringify(a) === JSON.stringify(b)

function identify(id: string, account: Account | null, known: Known, children: ReadonlySet<string>): Identity | null {
  if (account?.type === 'integration') return { type: 'integration', id, sites: account.sites }
  if (account) {
    const devices = account.devices === null ? null : new Set(account.devices)
    return { type: 'simulator', id, sites: account.sites, devices }
  }
  const device = known.devices.get(id)
  return device ? { type: 'device', id, site: device.site, kind: device.kind, children } : null
}
