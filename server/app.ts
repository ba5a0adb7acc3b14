// The server put together, in two steps because the gateway stands between them: `openServer` opens the records, so that
// the gateway's directory is there; `start` takes the journal, the readings and the gateway and opens the HTTP port.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { startFault } from '../core/contracts/fault.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Command } from '../core/contracts/command.ts'
import type { Happening } from '../core/contracts/live.ts'
import { topicOf } from '../core/contracts/topic.ts'
import { raise } from '../core/domain/incident.ts'
import type { Journal } from '../gateway/journal/journal.ts'
import type { ReadingsStore } from '../gateway/readings/store.ts'
import { createClimbs } from './climb.ts'
import type { Clock } from './clock.ts'
import { createCommits, type Commits } from './commit.ts'
import { noteHistory, openFleetAccount, putDemoEstate, wantsHistory, type DemoEstate } from './demo.ts'
import type { Effect } from './effect.ts'
import { loadEstate, type Estate } from './estate.ts'
import { openFiles, removeUnused } from './file.ts'
import type { GatewayPort, HttpDeps, HttpSettings, Log, SimulatorControl, WriterPort } from './http/deps.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createHttp } from './http/http.ts'
import { originCheck } from './http/origin.ts'
import { createIdentity, type Identity } from './identity.ts'
import { startLive, type Live } from './live/live.ts'
import { buildSnapshot } from './live/snapshot.ts'
import { linkBaseOf } from './link-base.ts'
import { createNotify, type Notify } from './notify/notify.ts'
import { createChannelKeys } from './notify/secrets.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import { idOf } from './raise.ts'
import { ensureAdministrator, openSetup } from './setup.ts'
import { followShipped, putShipped } from './shipped.ts'
import { openDatabase, type Database } from './store/database.ts'
import { openDirectory, type KeptDirectory } from './store/directory.ts'
import { subjectKey } from './store/incident.ts'
import { createTagKeys, type TagVerifier } from './tag-keys.ts'
import { recordTap } from './tap.ts'
import { unreachableNow } from './unreachable.ts'

export type ServerSettings = HttpSettings & {
  host: string
  port: number
  /** Files of certificate and key; null for plain HTTP. */
  tls: { cert: string; key: string } | null
  /** The records database. */
  file: string
  adminPassword: string | null
  /** Ranges of this network that messages may be sent to. */
  webhookAllow: string | null
  /** Told every minute that the product lives; null tells nobody. */
  heartbeatUrl: string | null
}

/** What the server asks of the gateway. */
export type GatewaySide = GatewayPort & {
  publish(topic: string, payload: object, options: { retain: boolean }): Promise<void>
  acceptWebSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export type ServerParts = {
  journal: Journal
  readings: ReadingsStore
  writer: WriterPort & { position(): number }
  gateway: GatewaySide
  simulator: SimulatorControl | null
}

export type Server = {
  directory: KeptDirectory
  /** Kind and site of a device, for the readings store. */
  kindOf(device: string): { kind: string; site: string } | null
  /** The account of the demo's simulators, and whether they owe a history. */
  demo: { username: string; secret: string; wantsHistory: boolean } | null
  historySent(): Promise<void>
  start(parts: ServerParts): Promise<Running>
  close(): Promise<void>
}

export type Running = {
  url: string
  /** Tells retained presence of every device; to be done before devices can connect. */
  tellPresence(): Promise<void>
  /** The one-time link for the first administrator; null when there is one. */
  setupLink(): Promise<string | null>
  pipeline: Pick<Pipeline, 'caughtUp' | 'status'>
  stop(): Promise<void>
}

const trimEvery = 60_000
const sweepEvery = 3_600_000

type Given = { settings: ServerSettings; demoEstate: DemoEstate | null; clock: Clock; log: Log }
type Opened = Given & { database: Database; commits: Commits; estate: Estate; identity: Identity; tags: TagVerifier }

/** Opens the records, puts in what comes with the product, and loads the estate. Throws a start fault. */
export async function openServer({ settings, demoEstate, clock, log }: Given): Promise<Server> {
  const database = await openDatabase(settings.file)
  const commits = await createCommits(database.db)
  const { commit } = commits
  const identity = createIdentity({ db: database.db, commit, clock })
  const tags = createTagKeys(settings.secretKey)
  const deps = { db: database.db, commit, identity, clock }
  await putShipped(commit)
  // Before the demo's people, of whom one is the administrator and keeps the password.
  if (settings.adminPassword !== null) await ensureAdministrator(deps, settings.adminPassword)
  if (demoEstate) await putDemoEstate(commit, demoEstate, tags)
  const demo = demoEstate && { ...(await openFleetAccount(commit)), wantsHistory: await wantsHistory(database.db) }
  const estate = await loadEstate(database.db)
  let offsetOf = (_device: string): number | null => null
  const directory = await openDirectory(database.db, estate, (device) => offsetOf(device))
  const opened = { settings, demoEstate, clock, log, database, commits, estate, identity, tags }
  return {
    directory,
    demo,
    kindOf(device) {
      const known = estate.devices.get(device)
      return known ? { kind: known.kind, site: known.site } : null
    },
    historySent: () => noteHistory(commit),
    async start(parts) {
      const running = await start(opened, parts, directory)
      offsetOf = (device) => running.pipeline.latest(device)?.clockOffsetMs ?? null
      return running
    },
    close: () => database.close(),
  }
}

async function start(opened: Opened, parts: ServerParts, directory: KeptDirectory) {
  const { settings, clock, log, database, commits, estate, identity } = opened
  const { journal, gateway } = parts
  let live: Live | null = null
  // Before the port is open its number is what was asked for.
  let listening = addressOf(settings, settings.port)
  const linkBase = () => linkBaseOf(settings.publicUrl, listening, settings.host, networkInterfaces())
  const climbs = createClimbs(estate, () => linkBase().url)
  commits.react(climbs.react)
  const pipeline = await createPipeline({
    ...{ db: database.db, commit: commits.commit, journal, estate, tags: opened.tags, climbs, clock, log },
    onReading: (device, reading) => live?.reading(device.site, reading),
    onUnrecorded: (effects) => showUnrecorded(live, effects),
  })
  const notify = await openNotify(opened, gateway, pipeline, () => linkBase().url)
  const heartbeat = createHeartbeat({ url: settings.heartbeatUrl, clock, alive: () => lives(pipeline) })
  commits.onCommitted((happenings) => {
    estate.apply(happenings)
    opened.tags.apply(happenings)
    pipeline.apply(happenings)
    live?.tell(happenings)
    notify.apply(happenings)
    tellGateway(opened, gateway, happenings)
    return directory.apply(happenings)
  })
  const server = serverOf(settings)
  const url = (listening = await listen(server, settings))
  server.on('request', createHttp({ ...httpDeps(opened, parts, pipeline, notify), heartbeat, linkBase }))
  live = startLive({
    ...{ server, clock, log, head: () => commits.head(), lagMs: () => pipeline.status().lagMs },
    authenticate: (request) => identity.authenticate(request),
    onRevoked: (listener) => identity.onRevoked(listener),
    fromHere: originCheck(settings.publicUrl),
    snapshot: (actor) => buildSnapshot({ ...sources(opened), latest: (device) => pipeline.latest(device) }, actor),
  })
  passUpgrades(server, gateway)
  pipeline.start()
  await notify.start()
  await followShipped(commits.commit, clock.now())
  void heartbeat.start()
  const stopTrimming = clock.every(trimEvery, () => void trim(journal, pipeline, parts.writer))
  const stopSweeping = clock.every(sweepEvery, () => void sweep(opened))
  return {
    url,
    pipeline,
    async tellPresence() {
      for (const presence of pipeline.presences()) await publishPresence(opened, gateway, presence)
    },
    async setupLink() {
      const token = await openSetup({ db: database.db, commit: commits.commit, identity, clock })
      return token === null ? null : `${settings.publicUrl ?? url}/setup?token=${token}`
    },
    async stop() {
      stopTrimming()
      stopSweeping()
      heartbeat.stop()
      await live?.stop()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await notify.stop()
      await pipeline.stop()
    },
  }
}

const lives = (pipeline: Pipeline): boolean => {
  const { ready, fault } = pipeline.status()
  return ready && fault === null
}

const sources = ({ database, estate, commits, clock, settings }: Opened) => ({
  ...{ db: database.db, estate, head: () => commits.head(), now: () => clock.now(), demo: settings.demo },
})

const httpDeps = (
  opened: Opened,
  parts: ServerParts,
  pipeline: Pipeline,
  notify: Notify,
): Omit<HttpDeps, 'heartbeat' | 'linkBase'> => ({
  ...{ db: opened.database.db, commit: opened.commits.commit, identity: opened.identity, clock: opened.clock },
  ...{ log: opened.log, settings: opened.settings, pipeline, readings: parts.readings, writer: parts.writer },
  estate: opened.estate,
  ...{ journal: parts.journal, gateway: parts.gateway, simulator: parts.simulator },
  internals: pipeline.internals,
  notify,
  people: () => unreachableNow({ db: opened.database.db, estate: opened.estate }),
  tags: opened.tags,
  recordTap: (tx, sent) => recordTap(tx, { internals: pipeline.internals, tags: opened.tags }, sent),
})

/** Telling people, joined to the estate and to the broker. */
function openNotify(
  { database, commits, clock, log, settings, estate }: Opened,
  gateway: GatewaySide,
  pipeline: Pipeline,
  linkBase: () => string,
) {
  const connected = (id: string): boolean => pipeline.latest(id)?.presence === 'online'
  const home = () => estate.sites.keys().next().value ?? null
  return createNotify({
    ...{ db: database.db, commit: commits.commit, clock, log, internals: pipeline.internals, connected },
    ...{
      keys: createChannelKeys(settings.secretKey),
      publicUrl: settings.publicUrl,
      linkBase,
      allow: settings.webhookAllow,
    },
    ...{ homeSite: home, timezoneOf: (site) => estate.sites.get(site ?? '')?.timezone ?? settings.timezone },
    async command(id, payload) {
      const device = estate.devices.get(id)
      if (!device || !connected(id)) return false
      await gateway.publish(topicOf(device, 'cmd'), payload, { retain: false })
      return true
    },
  })
}

const serverOf = ({ tls }: ServerSettings): HttpServer =>
  tls ? createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }) : createServer()

/** Listens and gives the address; a port that is taken is a start fault. */
async function listen(server: HttpServer, settings: ServerSettings): Promise<string> {
  const { host, port } = settings
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error: NodeJS.ErrnoException) => reject(portFault(error, host, port)))
  server.listen({ host, port }, resolve)
  await promise
  return addressOf(settings, (server.address() as AddressInfo).port)
}

function addressOf({ host, tls }: ServerSettings, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}

function portFault(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return startFault(`WK_HTTP_PORT: port ${port} on ${host} is in use by another program. 端口已被占用。`)
  if (error.code === 'EACCES')
    return startFault(`WK_HTTP_PORT: port ${port} needs rights that this user does not have. 没有使用该端口的权限。`)
  return startFault(`WK_HOST: cannot listen on ${host}:${port} (${error.message}). 无法监听该地址。`)
}

/** Socket.IO takes its own upgrades; MQTT has a path of its own; anything else is refused. */
function passUpgrades(server: HttpServer, gateway: GatewaySide): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://here')
    if (pathname === '/mqtt') gateway.acceptWebSocket(request, socket, head)
    else if (!pathname.startsWith('/socket.io')) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
}

type Presence = { device: string; presence: string; since: string | null }

/** Retained presence is the server's word, so a retained birth never outlives a dead broker. */
async function publishPresence({ estate, log }: Opened, gateway: GatewaySide, told: unknown): Promise<void> {
  const { device: id, presence, since } = told as Presence
  const device = estate.devices.get(id)
  if (!device) return
  await gateway
    .publish(topicOf(device, 'presence'), { presence, since }, { retain: true })
    .catch((error: unknown) => log.warn({ error, device: id }, 'presence could not be published'))
}

/** What could not be handed over expires, and is seen to. */
async function publishCommand({ estate, log }: Opened, gateway: GatewaySide, command: Command): Promise<void> {
  const device = estate.devices.get(command.device)
  if (!device) return
  const { id, name, args, expiresAt } = command
  await gateway
    .publish(topicOf(device, 'cmd'), { id, name, args, expiresAt: Date.parse(expiresAt) }, { retain: false })
    .catch((error: unknown) => log.warn({ error, command: id }, 'a command could not be published'))
}

function tellGateway(opened: Opened, gateway: GatewaySide, happenings: readonly Happening[]): void {
  for (const { type, data } of happenings) {
    if (type === 'presence.changed') void publishPresence(opened, gateway, data)
    if (type === 'command.sent') void publishCommand(opened, gateway, data as Command)
  }
}

/** Alarms that cannot be written yet reach the screens all the same, marked 未入库. */
function showUnrecorded(live: Live | null, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.does !== 'settle' || effect.signalled.signal.type !== 'raise') continue
    const { rule, signal, site, device, at, cause } = effect.signalled
    const id = idOf('i', rule.id, subjectKey(signal.subject), cause)
    const { next } = raise(null, { id, rule, signal, site, device, at })
    live?.tellUnrecorded({ type: 'incident.opened', at: iso(at), site, by: null, id, data: next })
  }
}

/** The journal may forget what the records, the states and the readings store all have. */
async function trim(journal: Journal, pipeline: Pipeline, writer: { position(): number }): Promise<void> {
  const safe = pipeline.safe()
  await journal.trim('urgent', safe.urgent)
  await journal.trim('bulk', Math.min(safe.bulk, writer.position()))
}

/** Photos that nothing shows go. What fails now is done an hour later. */
async function sweep({ commits, clock, log, settings }: Opened): Promise<void> {
  const files = openFiles(path.join(settings.dataDir, 'files'))
  await removeUnused(commits.commit, files, clock.now()).catch((error: unknown) =>
    log.warn({ err: error }, 'files that nothing shows could not be removed'),
  )
}
