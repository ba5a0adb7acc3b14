// Publishes QoS 1 telemetry as fast as it is acknowledged, or at a pace, from a process of its own; answers on stdout with
// one JSON line. The payload is the fixed one of every figure: about 150 bytes of JSON with six metrics.
import { once } from 'node:events'
import net from 'node:net'

export type Load = {
  port: number
  username: string
  password: string
  /** Topic of a device by its number. */
  topicPrefix: string
  topicSuffix: string
  devices: number
  connections: number
  messages: number
  /** Unacknowledged messages allowed per connection. */
  window: number
  /** Messages per second over all connections; 0: as fast as acknowledged. */
  rate: number
}

export type LoadResult = {
  sent: number
  acknowledged: number
  seconds: number
  perSecond: number
  /** PUBACK latency in ms, measured from the write (paced runs: from the scheduled time). */
  p50: number
  p99: number
  max: number
}

const remainingLength = (length: number): number[] => {
  const bytes: number[] = []
  let rest = length
  do {
    const digit = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? digit | 128 : digit)
  } while (rest > 0)
  return bytes
}

const mqttString = (text: string): Buffer => {
  const body = Buffer.from(text)
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 255]), body])
}

function connectPacket(clientId: string, username: string, password: string): Buffer {
  const body = Buffer.concat([
    mqttString('MQTT'),
    Buffer.from([4, 0b1100_0010, 0, 0]),
    mqttString(clientId),
    mqttString(username),
    mqttString(password),
  ])
  return Buffer.concat([Buffer.from([0x10, ...remainingLength(body.length)]), body])
}

/** The fixed payload: ~150 bytes, six metrics, unique by ts and seq. */
const payloadOf = (at: number, seq: number): string =>
  `{"ts":${at},"seq":${seq},"metrics":{"m1":${20 + (seq % 17)}.25,"m2":${seq % 997},"m3":0.${100 + (seq % 400)},"m4":${3 + (seq % 5)}.5,"m5":${(seq & 1) === 0},"m6":"auto"}}`

type Connection = {
  socket: net.Socket
  first: number
  inFlight: number
  packetId: number
  sentAt: Float64Array
}

function publishPacket(topic: string, packetId: number, payload: string): Buffer {
  const length = 2 + topic.length + 2 + payload.length
  const header = remainingLength(length)
  const packet = Buffer.allocUnsafe(1 + header.length + length)
  packet[0] = 0x32
  let offset = 1
  for (const byte of header) packet[offset++] = byte
  packet.writeUInt16BE(topic.length, offset)
  offset += 2
  offset += packet.write(topic, offset, 'latin1')
  packet.writeUInt16BE(packetId, offset)
  offset += 2
  packet.write(payload, offset, 'latin1')
  return packet
}

async function connect(load: Load, index: number): Promise<Connection> {
  const socket = net.connect({ port: load.port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  socket.write(connectPacket(`bench-${index}`, load.username, load.password))
  const [connack] = (await once(socket, 'data')) as [Buffer]
  if (connack[0] !== 0x20 || connack[3] !== 0) throw new Error(`connection refused with code ${connack[3]}`)
  return { socket, first: index, inFlight: 0, packetId: 0, sentAt: new Float64Array(65536) }
}

/** Runs a load to its end: every message sent was acknowledged. */
export async function generate(load: Load): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: load.connections }, (_, index) => connect(load, index)))
  const latencies = new Float64Array(load.messages)
  let sent = 0
  let acknowledged = 0
  const began = performance.now()
  const wall = Date.now() - began
  const perDevice = Math.ceil(load.devices / load.connections)

  const send = (connection: Connection, count: number, scheduled: number | null): void => {
    const packets: Buffer[] = []
    for (let n = 0; n < count && sent < load.messages; n++) {
      const now = scheduled ?? performance.now()
      connection.packetId = (connection.packetId % 65535) + 1
      connection.sentAt[connection.packetId] = now
      const device = (connection.first + (sent % perDevice) * load.connections) % load.devices
      const topic = `${load.topicPrefix}${device}${load.topicSuffix}`
      packets.push(publishPacket(topic, connection.packetId, payloadOf(Math.round(wall + performance.now()), sent)))
      sent += 1
      connection.inFlight += 1
    }
    if (packets.length > 0) connection.socket.write(packets.length === 1 ? packets[0]! : Buffer.concat(packets))
  }

  await new Promise<void>((resolve, reject) => {
    for (const connection of connections) {
      let rest: Buffer = Buffer.alloc(0)
      connection.socket.on('error', reject)
      connection.socket.on('close', () => reject(new Error('connection closed by the broker')))
      connection.socket.on('data', (chunk: Buffer) => {
        const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
        const now = performance.now()
        let offset = 0
        for (; offset + 4 <= bytes.length; offset += 4) {
          latencies[acknowledged] = now - connection.sentAt[(bytes[offset + 2]! << 8) | bytes[offset + 3]!]!
          acknowledged += 1
          connection.inFlight -= 1
        }
        rest = bytes.subarray(offset)
        if (acknowledged === load.messages) resolve()
        else if (load.rate === 0) send(connection, load.window - connection.inFlight, null)
      })
    }
    if (load.rate === 0) for (const connection of connections) send(connection, load.window, null)
    else pace(load, connections, began, send)
  })

  const seconds = (performance.now() - began) / 1000
  for (const connection of connections) connection.socket.removeAllListeners('close').end()
  latencies.sort()
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!
  return {
    sent,
    acknowledged,
    seconds,
    perSecond: acknowledged / seconds,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
  }
}

/** Open loop: every few milliseconds sends what is due by the clock, whatever has been acknowledged. */
function pace(
  load: Load,
  connections: Connection[],
  began: number,
  send: (connection: Connection, count: number, scheduled: number) => void,
): void {
  let given = 0
  let next = 0
  const timer = setInterval(() => {
    const now = performance.now()
    const due = Math.min(load.messages, Math.floor(((now - began) / 1000) * load.rate))
    while (given < due) {
      const connection = connections[next++ % connections.length]!
      const count = Math.min(due - given, Math.max(1, Math.ceil((due - given) / connections.length)))
      send(connection, count, now)
      given += count
    }
    if (given >= load.messages) clearInterval(timer)
  }, 2)
}

if (import.meta.main) {
  const result = await generate(JSON.parse(process.argv[2]!) as Load)
  console.log(JSON.stringify(result))
  process.exit(0)
}
