// A login, from CONNECT to a sender: client id, credentials, will. A session belongs to (user name, client id), whatever
// others call themselves.
import { mayPublish, openLogins } from './admit.ts'
import type { LoginRefusal } from './admit.ts'
import type { Acks } from './acks.ts'
import type { Connections } from './connections.ts'
import type { Directory, Identity } from './directory.ts'
import type { Sender } from './ingest.ts'
import { openLine } from './release.ts'
import type { Wire } from './wire.ts'

const maxClientId = 128

/** One connection; `sender` is there once it has logged in. */
export type Connection = {
  wire: Wire
  acks: Acks
  /** What CONNECT said; `will` is its topic. */
  asked: { clientId: string; clean: boolean; will: string | null } | null
  sender: Sender | null
  /** Subscriptions granted. */
  filters: number
}
/** A client of the broker, as far as a login goes. */
type Guest = { id: string; close: () => void }
/** An error that is answered with this CONNACK return code. */
type LoginError = Error & { returnCode: 2 | 4 | 5 }

type Ports<C> = {
  directory: Directory
  connections: Connections<C>
  now: () => number
  audit: (user: string, topic: string, what: 'connect', reason: string) => void
  complain: (client: C, what: string, error: Error) => void
}

/** Gives the function that judges a CONNECT; null lets it in, with `sender` set and the client's id made its own. */
export function openWelcome<C extends Guest>({ directory, connections, now, audit, complain }: Ports<C>) {
  const login = openLogins(directory)

  function refuse(client: C, user: string, { refusal, recorded }: LoginRefusal): LoginError {
    complain(client, 'login refused', new Error(refusal))
    if (recorded) audit(user, '', 'connect', refusal)
    return loginError(refusal === 'anonymous' ? 5 : 4, refusal)
  }

  function letIn(client: C, connection: Connection, identity: Identity): void {
    const epoch = connections.next(identity.id)
    client.id = `${identity.id}:${connection.asked?.clientId || client.id}`
    connection.sender = {
      identity,
      epoch,
      line: openLine(),
      strikes: [],
      isLatest: () => connections.isLatest(identity.id, epoch),
      expel: () => void setImmediate(() => client.close()),
    }
  }

  return (client: C, connection: Connection | undefined, username = '', secret?: Buffer): LoginError | null => {
    if (!connection?.asked) return loginError(5, 'no connection')
    const { clientId, clean, will } = connection.asked
    // [MQTT-3.1.3-8]: a client without an id cannot ask for its session to be kept
    const isNameless = clientId === '' && !clean
    if (isNameless || clientId.length > maxClientId || !isPlain(clientId)) return loginError(2, 'client id')
    const { address, certified } = connection.wire
    const identity = login({ username, secret, address, certified }, now())
    if ('refusal' in identity) return refuse(client, username, identity)
    if (will !== null && mayPublish(directory, identity, will).verdict !== 'allowed') {
      audit(identity.id, will, 'connect', 'will')
      return loginError(5, 'the will may not be published')
    }
    letIn(client, connection, identity)
    return null
  }
}

const loginError = (returnCode: LoginError['returnCode'], message: string): LoginError =>
  Object.assign(new Error(message), { returnCode })

/** No control characters and no half characters: it goes into logs and keys. */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string) => text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f]/.test(text)
