// Whom an audience means now, and by which channels: duty, skills, preference, repeats, groups, and who is out of reach.
import { describe, expect, test } from 'vitest'
import { Channel } from '../contracts/channel.ts'
import { LadderStep } from '../contracts/ladder.ts'
import { User } from '../contracts/user.ts'
import { channelsOf, peopleOf, reachOf, type AudienceFacts } from './audience.ts'

const at = Date.parse('2026-11-23T06:00:00.000Z')
const user = (username: string, role: User['role'], more: Partial<User> = {}) =>
  User.parse({ username, name: username, role, ...more })
const channel = (id: string, config: object, more: Partial<Channel> = {}) =>
  Channel.parse({ id, name: id, config, ...more })
const mail = channel('mail', { type: 'email', host: 'h', port: 25, from: 'wk@example.test' })
const sms = channel('sms', { type: 'sms', url: 'http://sms.test', body: '{text}' })
const robot = channel('robot', { type: 'wecom' })
const siren = channel('siren', { type: 'mqtt', device: 'siren-1' })

const fixer = user('fixer', 'technician', { email: 'f@example.test', phone: '1', skills: [{ id: 'lift' }] })
const other = user('other', 'technician', { phone: '2' })
const facts = (more: Partial<AudienceFacts> = {}): AudienceFacts => ({
  ...{
    site: 'hq',
    at,
    users: [fixer, other],
    onDuty: new Set(['fixer', 'other']),
    assignee: null,
    vendor: null,
    skill: null,
  },
  ...{ channels: [mail, sms, robot, siren], pushed: new Set<string>(), ...more },
})
const step = (who: object, channels: string[] = []) => LadderStep.parse({ who, channels })
const names = (who: object, on = facts()) => peopleOf(step(who).who, on).map(({ username }) => username)
const told = (of: LadderStep, on: AudienceFacts, telling = 1, urgent = false) =>
  reachOf(of, on, { telling, urgent }).told.map(({ to, channel: by }) => `${to?.username ?? '*'} ${by.id}`)

describe('people', () => {
  test('on duty, and with the skill where somebody has it', () => {
    expect(names({ duty: 'technician' })).toEqual(['fixer', 'other'])
    expect(names({ duty: 'technician' }, facts({ onDuty: new Set(['other']) }))).toEqual(['other'])
    expect(names({ duty: 'technician', skill: 'lift' })).toEqual(['fixer'])
    expect(names({ duty: 'technician', skill: 'fire' })).toEqual(['fixer', 'other'])
  })
  test('a certificate that ran out is no skill', () => {
    const lapsed = { ...fixer, skills: [{ id: 'lift', expiresAt: '2026-11-22' }] }
    expect(names({ duty: 'technician', skill: 'lift' }, facts({ users: [lapsed, other] }))).toEqual(['fixer', 'other'])
  })
  test('the assignee; until there is one, who is on duty with the skill of the work', () => {
    expect(names({ assignee: true }, facts({ assignee: 'other' }))).toEqual(['other'])
    expect(names({ assignee: true }, facts({ skill: 'lift' }))).toEqual(['fixer'])
  })
  test('the people of the firm that was given a ticket, until one of them has it', () => {
    const [lin, mo] = ['lin', 'mo'].map((name) =>
      user(name, 'technician', { vendor: name === 'lin' ? 'kone' : 'otis' }),
    )
    const given = facts({ users: [fixer, lin!, mo!], vendor: 'kone' })
    expect(names({ assignee: true }, given)).toEqual(['lin'])
    expect(names({ assignee: true }, { ...given, assignee: 'fixer' })).toEqual(['fixer'])
    expect(names({ assignee: true }, { ...given, vendor: 'nobody-here' })).toEqual(['fixer'])
    expect(names({ role: 'technician' }, given)).toEqual(['fixer'])
  })
  test('nobody of another site, and nobody whose account is off', () => {
    const away = { ...fixer, sites: ['elsewhere'] }
    expect(names({ role: 'technician' }, facts({ users: [away, { ...other, enabled: false }] }))).toEqual([])
  })
})

describe('channels', () => {
  test('those that reach the person, in the order that the person chose', () => {
    const of = (who: User, on = facts()) => channelsOf(who, on).map(({ id }) => id)
    expect(of(fixer)).toEqual(['sms', 'mail'])
    expect(of({ ...fixer, notify: ['mail'] })).toEqual(['mail', 'sms'])
    expect(of(other)).toEqual(['sms'])
    expect(
      of(
        fixer,
        facts({
          channels: [
            { ...sms, enabled: false },
            { ...mail, site: 'elsewhere' },
          ],
        }),
      ),
    ).toEqual([])
  })
  test('a repeat tries the next one; danger to people takes all of them at once', () => {
    const to = step({ user: 'fixer' }, ['sms', 'mail'])
    expect([1, 2, 3].flatMap((telling) => told(to, facts(), telling))).toEqual(['fixer sms', 'fixer mail', 'fixer sms'])
    expect(told(to, facts(), 1, true)).toEqual(['fixer sms', 'fixer mail'])
  })
  test('robots of the group hear of it unless the step names its channels; a siren only when it is named', () => {
    expect(told(step({ user: 'other' }), facts())).toEqual(['* robot', 'other sms'])
    expect(told(step({ user: 'other' }, ['sms']), facts())).toEqual(['other sms'])
    expect(told(step({ channel: 'siren' }), facts())).toEqual(['* siren'])
  })
  test('who has no working channel is said', () => {
    const { unreached } = reachOf(step({ role: 'technician' }), facts({ channels: [mail] }), {
      telling: 1,
      urgent: true,
    })
    expect(unreached.map(({ username }) => username)).toEqual(['other'])
  })
})
