// How rounds, visits and taps are spoken of on the patrol pages.
import { epoch } from '#core/contracts/instant.ts'
import type { Round, Visit } from '#core/contracts/round.ts'
import type { Tap } from '#core/contracts/tap.ts'
import { seesWalkers } from '#core/domain/discretion.ts'
import { estate } from '#lib/estate.svelte.ts'
import { locale, named, t } from '#lib/locale.svelte.ts'
import { session } from '#lib/session.svelte.ts'
import { moment, personName, span } from '#lib/words.ts'
import type { Contact } from './contact.ts'
import { stateKey } from './marks.ts'
import type { Moment } from './replay.ts'

/** Whose round it is; empty for whoever may not see who walks. */
export function guardWords({ guard }: Pick<Round, 'guard'>): string {
  const sees = session.current !== null && seesWalkers(session.current.user)
  return personName(guard) || (sees ? t('patrol.guard.any') : '')
}

/** Words that follow each other in a sentence. */
export const listed = (words: readonly (string | null | false | undefined)[]): string =>
  words.filter(Boolean).join(locale.current === 'zh-CN' ? '，' : ', ')

/** The contact with a guard; empty when it is no question. */
export function contactWords(contact: Contact): string {
  if (contact.look === 'none') return ''
  if (contact.look === 'late')
    return t('patrol.contact.late', { late: span(contact.lateMs), time: moment(contact.missedAt) })
  return t(`patrol.contact.${contact.look}`, { age: span(contact.ageMs) })
}

/** The name of a checkpoint. */
export const pointName = (id: string | null): string =>
  id === null ? t('taps.no_place') : named(estate.checkpoints.get(id))

/** A station for who cannot see it: place, state, time, grade, what to know of it. */
export const stationWords = (visit: Visit, tap: Tap | undefined): string =>
  listed([
    pointName(visit.checkpoint),
    t(stateKey(visit)),
    visit.at === null ? t('patrol.deadline.at', { time: moment(epoch(visit.deadline)) }) : moment(epoch(visit.at)),
    visit.grade !== null && t(`tap.grade.${visit.grade}`),
    visit.outOfOrder && t('patrol.out_of_order'),
    ...flagWords(visit, tap),
  ])

/** What was noticed of a visit and its tap: evidence, never a verdict. */
export const flagWords = (visit: Pick<Visit, 'flags'>, tap: Tap | undefined): string[] => [
  ...visit.flags.map((flag) => t(`visit.flag.${flag}`)),
  ...(tap?.flags ?? []).map((flag) => t(`tap.flag.${flag}`)),
]

/** The three facts of a tap, apart: place, time, person. */
export const factsOf = (tap: Tap): string[] => [
  ...(tap.place ? [t(`tap.place.${tap.place}`)] : []),
  ...(tap.time ? [t(`tap.time.${tap.time}`)] : []),
  t(`tap.person.${tap.person}`),
]

/** By what a tap came: a reader by its name, or a phone. */
export const deviceOf = (tap: Tap): string =>
  tap.reader === null
    ? t('taps.by_phone')
    : t('taps.by_reader', {
        reader: named(estate.devices.get(tap.reader)?.name ?? { 'zh-CN': tap.reader, en: tap.reader }),
      })

const lateMs = 60_000
/** Sent so much later that the two times have to stand side by side. */
export const isSentLater = (tap: Pick<Tap, 'at' | 'receivedAt'>): boolean =>
  epoch(tap.receivedAt) - epoch(tap.at) > lateMs

/** Who tapped. */
export const tapper = (tap: Tap): string => (tap.by ? personName(tap.by) : t('tap.person.unknown'))

/** What became known at a moment of a round. */
export const momentWords = ({ what, visit, read, at }: Moment): string =>
  t(`patrol.moment.${what}`, {
    place: visit === null ? null : pointName(visit.checkpoint),
    who: personName(visit?.by ?? null) || t('patrol.moment.somebody'),
    read: moment(read),
    late: span(at - read),
  })
