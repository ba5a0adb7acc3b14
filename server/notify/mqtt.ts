// A device of the estate that tells people: a siren, a local display. It is sent a command as any other device.
import { failed, perMinute, type Provider } from './provider.ts'

/** A siren that was away must not sound for what is long over. */
const staleMs = 60_000

export const mqtt: Provider<'mqtt'> = {
  proves: { message: 'connected', beat: 'connected' },
  limits: [perMinute(120)],
  mostBytes: 4000,
  async send({ key, title, text, link, priority, purpose }, { device }, _secrets, { command, now }) {
    const args = { title, text, link, priority, purpose }
    const expiresAt = now() + staleMs
    const taken = await command(device, { id: key, name: 'notice', args, expiresAt })
    return taken ? { ok: true, answer: device } : failed('device_offline', device, true)
  },
  beat: (_message, { device }, _secrets, { connected }) =>
    Promise.resolve(connected(device) ? { ok: true, answer: device } : failed('device_offline', device, true)),
}
