// The sounds of a console, made of plain oscillators: nothing is downloaded, and each priority is told apart by rhythm.

const patterns = {
  /** Two tones, falling: danger to people. */
  1: [
    { hz: 988, at: 0, for: 0.34 },
    { hz: 740, at: 0.36, for: 0.34 },
    { hz: 988, at: 0.72, for: 0.34 },
    { hz: 740, at: 1.08, for: 0.34 },
  ],
  /** Three notes, rising. */
  2: [
    { hz: 523, at: 0, for: 0.16 },
    { hz: 659, at: 0.2, for: 0.16 },
    { hz: 784, at: 0.4, for: 0.26 },
  ],
  /** One note. */
  3: [{ hz: 587, at: 0, for: 0.3 }],
} as const

/** Plays the pattern of a priority once. `volume` 0 to 1. */
export function play(context: AudioContext, priority: 1 | 2 | 3, volume = 0.35): void {
  for (const note of patterns[priority]) playNote(context, note.hz, context.currentTime + note.at, note.for, volume)
}

function playNote(context: AudioContext, hz: number, at: number, seconds: number, volume: number): void {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  oscillator.type = 'triangle'
  oscillator.frequency.value = hz
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(volume, at + 0.015)
  gain.gain.setValueAtTime(volume, at + seconds - 0.05)
  gain.gain.linearRampToValueAtTime(0, at + seconds)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + seconds)
}
