// A mail server on a socket: enough of SMTP to take a message, to refuse a password, and to be in a bad mood.
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'

export type MailServer = {
  port: number
  /** Messages as they came: headers and body. */
  taken: { to: string; source: string }[]
  /** The reply to what follows RCPT; null takes it. */
  refusal: string | null
  stop(): Promise<void>
}

/** `password` is asked for when it is given (user `wk`). */
export async function startMailServer(password?: string): Promise<MailServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined)
    talk(socket, mail, password)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const mail: MailServer = {
    ...{ port: (server.address() as AddressInfo).port, taken: [], refusal: null },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return mail
}

function talk(socket: Socket, mail: MailServer, password: string | undefined): void {
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  let to = ''
  let data: string[] | null = null
  const verbs: Record<string, (rest: string) => void> = {
    EHLO: () => say(password === undefined ? '250 here' : '250-here\r\n250 AUTH PLAIN'),
    AUTH(rest) {
      const right = Buffer.from(`\0wk\0${password}`).toString('base64')
      say(rest === `PLAIN ${right}` ? '235 welcome' : '535 5.7.8 Username and Password not accepted')
    },
    MAIL: () => say('250 ok'),
    RCPT(rest) {
      to = /<(.*)>/.exec(rest)?.[1] ?? ''
      say(mail.refusal ?? '250 ok')
    },
    DATA() {
      data = []
      say('354 go on')
    },
    NOOP: () => say('250 ok'),
    RSET: () => say('250 ok'),
    QUIT: () => socket.end('221 bye\r\n'),
  }
  say('220 mail.example')
  createInterface(socket).on('line', (line) => {
    if (data === null) {
      const [verb = '', ...rest] = line.split(' ')
      return (verbs[verb.toUpperCase()] ?? (() => say('502 what?')))(rest.join(' '))
    }
    if (line !== '.') return void data.push(line)
    mail.taken.push({ to, source: data.join('\n') })
    data = null
    say('250 2.0.0 taken as number 7')
  })
}
