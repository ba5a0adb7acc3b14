// A spoken note of at most a minute.
import type { KeptFile } from './database.ts'
import { newId } from './id.ts'

const longestMs = 60_000
const types = ['audio/webm', 'audio/mp4', 'audio/ogg'] as const

export type Note = { file: KeptFile; ms: number; url: string }

/** A recorder: `start` asks for the microphone, `stop` (or a minute) ends it; `onDone` is called before `stop` resolves. */
export function recorder(onDone: (note: Note) => void) {
  let since = $state<number | null>(null)
  let refused = $state(false)
  let running: { recording: MediaRecorder; ended: Promise<void> } | null = null

  async function start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    refused = stream === null
    if (!stream) return
    const type = types.find((each) => MediaRecorder.isTypeSupported(each))
    const recording = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 24_000 } : {})
    const parts: Blob[] = []
    const began = Date.now()
    const limit = setTimeout(() => void stop(), longestMs)
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    recording.ondataavailable = ({ data }) => parts.push(data)
    recording.onstop = () => {
      clearTimeout(limit)
      for (const track of stream.getTracks()) track.stop()
      void finish(new Blob(parts, { type: plainType(recording.mimeType) }), Date.now() - began).then(resolve)
    }
    recording.start(1000)
    running = { recording, ended }
    since = began
  }

  async function finish(blob: Blob, ms: number): Promise<void> {
    since = null
    running = null
    if (blob.size === 0) return
    const file = { id: newId(), type: blob.type, bytes: await blob.arrayBuffer(), sent: false }
    onDone({ file, ms: Math.min(ms, longestMs), url: URL.createObjectURL(blob) })
  }

  async function stop(): Promise<void> {
    if (!running) return
    const { recording, ended } = running
    if (recording.state !== 'inactive') recording.stop()
    await ended
  }
  return {
    /** When the recording began, by the phone's clock; null when there is none. */
    get since(): number | null {
      return since
    },
    get refused(): boolean {
      return refused
    },
    longestMs,
    start,
    stop,
  }
}

const plainType = (type: string): string => type.split(';')[0] || types[0]
