// What the page of a dispute pack does when it is opened: it follows the chain, says whether everything is as it was, and
// shows what the entries of the chain say: nothing is shown that the chain does not hold. The functions are written into
// the page as they stand here, so they use nothing but their parameters and each other.
import type { ChainVerdict } from '../../core/domain/chain.ts'
import type { DisputePack } from '../../core/contracts/report.ts'

type El = {
  textContent: string | null
  append(...nodes: (El | string)[]): void
  setAttribute(name: string, value: string): void
}
/** The part of a browser's document that is needed. */
export type Page = { createElement(tag: string): El; getElementById(id: string): El | null; title: string }

type Tools = {
  pack: DisputePack
  /** Words by their key. */
  words: Record<string, string>
  locale: 'zh-CN' | 'en'
  page: Page
  verify: (before: string, links: DisputePack['chain']['links']) => ChainVerdict
  sha256: (text: string) => string
  sha256OfBytes: (bytes: Uint8Array) => string
  bytesOf: (base64: string) => Uint8Array
}
type Doc = Record<string, unknown>
export type Shown = { round: Doc | null; taps: Doc[]; incidents: Doc[]; findings: Doc[]; entries: Doc[] }

/** The last form of everything that the chain speaks of. */
export function shownOf(pack: DisputePack): Shown {
  const last = new Map<string, { noun: string; data: Doc }>()
  const entries: Doc[] = []
  for (const link of pack.chain.links) {
    if (!('entry' in link)) continue
    const { seq, at, type, by, thing, doc } = link.entry
    entries.push({ seq, at, type, by, thing, hash: link.hash })
    const noun = type.slice(0, type.indexOf('.'))
    last.set(`${noun} ${thing}`, { noun, data: JSON.parse(doc) as Doc })
  }
  const of = (noun: string) => [...last.values()].filter((each) => each.noun === noun).map(({ data }) => data)
  return { round: of('round')[0] ?? null, taps: of('tap'), incidents: of('incident'), findings: of('finding'), entries }
}

/** Whether the chain, the sum of the rest, and every photo are as they were; and which entry or file is not. */
export function judgePack({ pack, verify, sha256, sha256OfBytes, bytesOf }: Omit<Tools, 'page' | 'words' | 'locale'>) {
  const { sum, ...rest } = pack
  // What a photo was when it was received stands in the chain; only one that came before its span is taken at its word.
  const kept = new Map<string, unknown>()
  for (const link of pack.chain.links)
    if ('entry' in link && link.entry.type === 'audit.file_kept')
      kept.set(link.entry.thing, (JSON.parse(link.entry.doc) as Doc).sha256)
  const spoiled = pack.files.filter(({ id, sha256: said, base64 }) => {
    const hash = base64 === null ? said : sha256OfBytes(bytesOf(base64))
    return hash !== said || (kept.has(id) && kept.get(id) !== hash)
  })
  return { chain: verify(pack.chain.before, pack.chain.links), sum: sha256(JSON.stringify(rest)) === sum, spoiled }
}

/** Fills the page. */
export function showPack(tools: Tools): void {
  const { pack, words, locale, page } = tools
  const say = (key: string): string => words[key] ?? key
  const word = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '–'
  const fill = (key: string, params: Doc): string =>
    say(key).replace(/\{(\w+)\}/g, (_, name: string) => word(params[name]))
  const time = (at: unknown): string => {
    if (typeof at !== 'string' && typeof at !== 'number') return '–'
    const options = { timeZone: pack.timezone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const
    return new Intl.DateTimeFormat(locale, options).format(new Date(at))
  }
  const name = (names: Record<string, unknown>, id: unknown): string => {
    const known = names[word(id)]
    return typeof known === 'string' ? known : ((known as Record<string, string> | undefined)?.[locale] ?? word(id))
  }
  const place = (id: unknown) => name(pack.checkpoints, id)
  const person = (id: unknown) => name(pack.people, id)
  const list = (value: unknown): Doc[] => (Array.isArray(value) ? (value as Doc[]) : [])
  const el = (tag: string, ...inner: (El | string)[]): El => {
    const made = page.createElement(tag)
    made.append(...inner)
    return made
  }
  const table = (heading: string, columns: string[], rows: (El | string)[][]): El => {
    const head = el('tr', ...columns.map((column) => el('th', say(column))))
    const body = rows.map((row) => el('tr', ...row.map((cell) => el('td', cell))))
    return el(
      'section',
      el('h2', say(heading)),
      rows.length > 0 ? el('table', head, ...body) : el('p', say('report.none')),
    )
  }

  const noticed = (visit: Doc): string[] => [
    ...(visit.unwatched ? [say('visit.unwatched.why')] : []),
    ...(visit.outOfOrder ? [say('patrol.out_of_order')] : []),
    ...(Array.isArray(visit.flags) ? visit.flags : []).map((flag) => say(`visit.flag.${word(flag)}`)),
  ]

  const verdict = judgePack(tools)
  const whole = verdict.chain.ok && verdict.sum && verdict.spoiled.length === 0
  const told = page.getElementById('verdict')!
  told.setAttribute('data-ok', String(whole))
  told.append(el('strong', say(whole ? 'dispute.whole' : 'dispute.changed')))
  if (!verdict.chain.ok) told.append(el('p', fill('dispute.changed_at', { seq: verdict.chain.firstBad })))
  else if (!verdict.sum) told.append(el('p', say('dispute.changed_rest')))
  for (const { id } of verdict.spoiled) told.append(el('p', fill('dispute.changed_file', { id })))
  told.append(el('p', fill('dispute.head', { n: verdict.chain.entries, head: verdict.chain.head })))

  const { round, taps, incidents, findings, entries } = shownOf(pack)
  const main = page.getElementById('facts')!
  page.title = `${say('dispute.title')} · ${pack.round}`
  const facts = [
    [say('dispute.site'), name({ site: pack.siteName }, 'site')],
    [say('patrol.round'), `${(round?.name as Record<string, string> | undefined)?.[locale] ?? ''} (${pack.round})`],
    [say('report.column.person'), person(round?.guard)],
    [say('report.column.start'), time(round?.startsAt)],
    [say('report.column.state'), say(`round.state.${word(round?.state)}`)],
    ...list(round?.pauses).map((pause) => [say('dispute.paused'), `${time(pause.from)} – ${time(pause.until)}`]),
    [say('dispute.zone'), pack.timezone],
    [say('dispute.made'), `${time(pack.madeAt)} · ${person(pack.madeBy)}`],
  ]
  main.append(el('table', ...facts.map(([key, value]) => el('tr', el('th', key!), el('td', value!)))))
  main.append(
    table(
      'dispute.visits',
      [
        'report.column.checkpoint',
        'report.column.state',
        'dispute.window',
        'dispute.deadline',
        'report.column.time',
        'report.column.person',
        'dispute.tap',
        'dispute.evidence',
      ],
      list(round?.visits).map((visit) => [
        ...[place(visit.checkpoint), say(visit.unwatched ? 'visit.unwatched' : `visit.state.${word(visit.state)}`)],
        ...[`${time(visit.from)} – ${time(visit.until)}`, time(visit.deadline), time(visit.at), person(visit.by)],
        ...[word(visit.tap), noticed(visit).join(' · ')],
      ]),
    ),
    table(
      'dispute.taps',
      [
        'dispute.tap',
        'report.column.checkpoint',
        'dispute.read',
        'dispute.received',
        'report.column.person',
        'dispute.proves',
        'dispute.evidence',
      ],
      taps.map((tap) => {
        const bounds = tap.bounds as { after: unknown; before: unknown } | null
        const sensor = tap.sensor as { says: string; device: string; at: unknown } | null
        const proves = ['place', 'time', 'person'].flatMap((fact) =>
          tap[fact] ? [say(`tap.${fact}.${word(tap[fact])}`)] : [],
        )
        const grade = tap.grade ? [say(`tap.grade.${word(tap.grade)}`)] : [say(`tap.reason.${word(tap.reason)}`)]
        const counter = tap.counter === null ? [] : [`${say('dispute.counter')} ${word(tap.counter)}`]
        const between = bounds ? [`${say('dispute.bounds')} ${time(bounds.after)} – ${time(bounds.before)}`] : []
        const sensed = sensor ? [`${sensor.device}: ${say(`dispute.sensor.${sensor.says}`)}`] : []
        const flags = (Array.isArray(tap.flags) ? tap.flags : []).map((flag) => say(`tap.flag.${word(flag)}`))
        const against = tap.against as { counter: unknown; receivedAt: unknown } | null
        const other = against ? [fill('dispute.against', { n: against.counter, at: time(against.receivedAt) })] : []
        return [
          ...[word(tap.id), place(tap.checkpoint), time(tap.at), time(tap.receivedAt), person(tap.by ?? tap.reader)],
          ...[[...proves, ...grade].join(' · '), [...counter, ...between, ...other, ...sensed, ...flags].join(' · ')],
        ]
      }),
    ),
    table(
      'report.section.incidents',
      ['report.column.time', 'report.column.what', 'dispute.acknowledged', 'report.column.end'],
      incidents.map((incident) => [
        time(incident.openedAt),
        (incident.title as Record<string, string>)[locale] ?? '',
        `${time(incident.acknowledgedAt)} ${incident.acknowledgedBy ? person(incident.acknowledgedBy) : ''}`,
        time(incident.closedAt),
      ]),
    ),
    table(
      'report.section.findings',
      [
        'report.column.time',
        'report.column.checkpoint',
        'report.column.what',
        'report.column.state',
        'report.column.person',
      ],
      findings.map((finding) => [
        ...[time(finding.at), place(finding.checkpoint)],
        [(finding.checkName as Record<string, string> | null)?.[locale], finding.text].filter(Boolean).join(' · '),
        ...[say(`finding.state.${word(finding.state)}`), person(finding.by)],
      ]),
    ),
    el(
      'section',
      el('h2', say('dispute.files')),
      ...(pack.files.length === 0 ? [el('p', say('report.none'))] : []),
      ...pack.files.map((file) => {
        const words = `${file.id} · ${file.type} · ${file.bytes} B · sha256 ${file.sha256}`
        if (file.base64 === null) return el('p', `${words} · ${say('dispute.not_carried')}`)
        const shown = page.createElement(file.type.startsWith('image/') ? 'img' : 'audio')
        shown.setAttribute('src', `data:${file.type};base64,${file.base64}`)
        shown.setAttribute(file.type.startsWith('image/') ? 'alt' : 'controls', file.id)
        return el('figure', shown, el('figcaption', words))
      }),
    ),
    table(
      'dispute.entries',
      [
        'dispute.entry',
        'report.column.time',
        'report.column.what',
        'report.column.person',
        'dispute.thing',
        'dispute.hash',
      ],
      entries.map((entry) => [
        ...[word(entry.seq), time(entry.at), word(entry.type), person(entry.by), word(entry.thing)],
        el('code', word(entry.hash)),
      ]),
    ),
  )
}
