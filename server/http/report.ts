// Reports over HTTP: as JSON, or printed as CSV and PDF in the language of the caller; and dispute packs.
import path from 'node:path'
import { epoch } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Site } from '../../core/contracts/site.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { discreetTicket } from '../../core/domain/discretion.ts'
import { seesTicket } from '../../core/domain/permission.ts'
import { dayOf } from '../../core/domain/schedule.ts'
import { weekOf, weeksUntil } from '../../core/domain/week.ts'
import { audited } from '../audit.ts'
import { openFiles } from '../file.ts'
import { coverageReport } from '../report/coverage.ts'
import { paperOfCoverage } from '../report/coverage-paper.ts'
import { csvOf } from '../report/csv.ts'
import { disputePack } from '../report/dispute.ts'
import { disputePage } from '../report/dispute-page.ts'
import { dailyReport } from '../report/daily.ts'
import { paperOfDay } from '../report/daily-paper.ts'
import { exceptionReport } from '../report/exceptions.ts'
import { paperOfExceptions } from '../report/exceptions-paper.ts'
import type { Paper } from '../report/paper.ts'
import { pdfOf } from '../report/pdf.ts'
import { xlsxOf } from '../report/xlsx.ts'
import { findRound } from '../store/round.ts'
import { findSite } from '../store/site.ts'
import type { Handlers, Media } from './call.ts'
import { visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault } from './fault.ts'
import { siteOf } from './own-site.ts'

type Routes = Pick<Handlers, 'exceptionReport' | 'coverageReport' | 'dailyReport' | 'disputePack'>

export function reportRoutes({ db, settings }: Pick<HttpDeps, 'db' | 'settings'>): Routes {
  const files = openFiles(path.join(settings.dataDir, 'files'))
  const siteNamed = async (actor: Actor, named: string | undefined): Promise<Site | Refusal> => {
    const id = await siteOf(db, actor, named)
    return isRefusal(id) ? id : ((await findSite(db, id)) ?? refuse('not_found'))
  }
  return {
    async exceptionReport({ actor, query, at, locale }) {
      const site = await siteNamed(actor, query.site)
      if (isRefusal(site)) return site
      const { route, guard, type } = query
      const filter = { ...(route && { route }), ...(guard && { guard }), ...(type && { type }) }
      const report = await exceptionReport(db, { site, from: epoch(query.from), to: epoch(query.to), at }, filter)
      const name = `exceptions-${site.id}-${dayOf(epoch(query.from), site.timezone)}`
      return query.format === 'json' ? report : printed(paperOfExceptions(report, locale, filter), query.format, name)
    },
    async coverageReport({ actor, query, at, locale }) {
      const site = await siteNamed(actor, query.site)
      if (isRefusal(site)) return site
      const week = query.week ?? weekOf(at, site.timezone)
      const weeks = weeksUntil(week, query.weeks)
      if (!weeks) return refuse('invalid', { count: 1 }, [fault('week', 'week', locale)])
      const report = await coverageReport(db, { site, weeks, at })
      const name = `coverage-${site.id}-${week}`
      return query.format === 'json' ? report : printed(paperOfCoverage(report, locale), query.format, name)
    },
    async dailyReport({ actor, query, at, locale }) {
      const site = await siteNamed(actor, query.site)
      if (isRefusal(site)) return site
      const date = query.date ?? dayOf(at, site.timezone)
      const whole = await dailyReport(db, { site, date, at })
      const seen = whole.tickets.filter((ticket) => seesTicket(actor, ticket))
      const report = { ...whole, tickets: seen.map((ticket) => discreetTicket(actor, ticket)) }
      const name = `daily-${site.id}-${date}`
      return query.format === 'json' ? report : printed(paperOfDay(report, locale), query.format, name)
    },
    async disputePack({ actor, query, at, locale, commit }) {
      const round = visible(actor, await findRound(db, query.round))
      const site = isRefusal(round) ? round : await siteNamed(actor, round.site)
      if (isRefusal(round) || isRefusal(site)) return refuse('not_found')
      const exported = audited('dispute_exported', at, actor.name, round.id, { format: query.format }, site.id)
      await commit(() => Promise.resolve({ result: null, happenings: [exported] }))
      const pack = await disputePack(db, { site, round, at, by: actor.name, files })
      if (query.format === 'json') return pack
      const headers = { 'Content-Disposition': `attachment; filename="dispute-${round.id}.html"` }
      return { media: 'text/html; charset=utf-8', content: disputePage(pack, locale), headers }
    },
  }
}

type Print = 'csv' | 'pdf' | 'xlsx'
const prints: Record<Print, { media: string; contentOf: (paper: Paper) => string | Buffer | Promise<Buffer> }> = {
  csv: { media: 'text/csv; charset=utf-8', contentOf: csvOf },
  pdf: { media: 'application/pdf', contentOf: pdfOf },
  xlsx: { media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', contentOf: xlsxOf },
}

async function printed(paper: Paper, format: Print, name: string): Promise<Media> {
  const headers = { 'Content-Disposition': `attachment; filename="${name}.${format}"` }
  const { media, contentOf } = prints[format]
  return { media, content: await contentOf(paper), headers }
}
