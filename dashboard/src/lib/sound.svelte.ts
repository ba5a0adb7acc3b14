// Whether this console sounds, and what. Browsers stay mute until a person pressed something: until then the screen says
// so. Hushing is not taking: it quiets what sounds now, on this console alone, and the next new alarm sounds again.
import { SvelteSet } from 'svelte/reactivity'
import type { Incident } from '#core/contracts/incident.ts'
import { sounding } from './incidents.ts'
import { play } from './tones.ts'

const beatMs = 1_800
const repeatP2Ms = 30_000

let context: AudioContext | null = null
let state = $state<'off' | 'on' | 'failed'>('off')
const hushed = new SvelteSet<string>()
/** What sounded at the last beat: whatever is not in it is new. */
let heard: readonly string[] = []
let incidents: readonly Incident[] = []
let stale = false
let lastNotesAt = 0
let say: ((incident: Incident) => string) | null = null

export const sound = {
  get state() {
    return state
  },
  /** Whether something was hushed here that still waits for a person. */
  get hushed(): boolean {
    return hushed.size > 0
  },
  /** Switches sound on; must be called from a press. */
  async arm(): Promise<void> {
    await open()
    if (state === 'on' && context) play(context, 3, 0.2)
  },
  /** Quiets everything that sounds now, on this console. */
  hush(): void {
    for (const incident of sounding(incidents, hushed)) hushed.add(incident.id)
    speechSynthesis?.cancel()
  },
  unhush: () => hushed.clear(),
  /** Tells what is open now and whether the screen is stale. */
  follow(open: readonly Incident[], screenStale: boolean): void {
    incidents = open
    stale = screenStale
    for (const id of [...hushed])
      if (!open.some((incident) => incident.id === id && !incident.acknowledged)) hushed.delete(id)
  },
  /** Starts the beat; `words` speaks a new alarm of priority 1 in the language of the screen. Answers how to stop. */
  start(words: (incident: Incident) => string): () => void {
    say = words
    void open()
    const timer = setInterval(beat, beatMs)
    return () => clearInterval(timer)
  },
}

/** A kiosk with the autoplay switch may sound at once; elsewhere the context stays suspended until a press. */
async function open(): Promise<void> {
  try {
    context ??= new AudioContext()
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))])
    state = context.state === 'running' ? 'on' : 'off'
  } catch {
    state = 'failed'
  }
}

function beat(): void {
  if (!context || state === 'failed') return
  state = context.state === 'running' ? 'on' : 'off'
  const loud = sounding(incidents, hushed)
  const fresh = loud.filter((incident) => !heard.includes(incident.id))
  heard = loud.map((incident) => incident.id)
  if (state === 'on') sing(context, loud, fresh)
}

function sing(on: AudioContext, loud: Incident[], fresh: Incident[]): void {
  const loudest = loud.length > 0 ? Math.min(...loud.map((incident) => incident.priority)) : 4
  const notesDue = performance.now() - lastNotesAt > repeatP2Ms
  if (loudest === 1) {
    play(on, 1)
    speak(fresh.find((incident) => incident.priority === 1))
  } else if (
    (loudest === 2 && (notesDue || fresh.some((incident) => incident.priority === 2))) ||
    (stale && notesDue)
  ) {
    play(on, 2)
    lastNotesAt = performance.now()
  } else if (fresh.length > 0) play(on, 3)
}

function speak(incident: Incident | undefined): void {
  if (!incident || !say || !('speechSynthesis' in window)) return
  const voice = speechSynthesis
    .getVoices()
    .find((one) => one.localService && one.lang.startsWith(document.documentElement.lang.slice(0, 2)))
  if (!voice) return
  const words = new SpeechSynthesisUtterance(say(incident))
  words.voice = voice
  speechSynthesis.speak(words)
}
