// Reports, as JSON and as they are printed.
import {
  CoverageQuery,
  CoverageReport,
  DailyQuery,
  DailyReport,
  DisputePack,
  DisputeQuery,
  ExceptionQuery,
  ExceptionReport,
} from '../report.ts'
import type { Table } from './endpoint.ts'

/** What a report is printed as beside JSON. */
const prints = [
  'text/csv',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const

export const reportApi = {
  exceptionReport: {
    method: 'GET',
    path: '/reports/exceptions',
    permission: 'trail.read',
    summary: 'What was out of the ordinary on patrols, and how long the ways took',
    query: ExceptionQuery,
    response: ExceptionReport,
    produces: prints,
  },
  coverageReport: {
    method: 'GET',
    path: '/reports/coverage',
    permission: 'tap.read',
    summary: 'Zones by week: planned, done, late, missed, and where nobody was',
    query: CoverageQuery,
    response: CoverageReport,
    produces: prints,
  },
  dailyReport: {
    method: 'GET',
    path: '/reports/daily',
    permission: 'trail.read',
    summary: 'The day of a site: duty, rounds, exceptions, findings, incidents, tickets',
    query: DailyQuery,
    response: DailyReport,
    produces: prints,
  },
  disputePack: {
    method: 'GET',
    path: '/reports/dispute',
    permission: 'audit.read',
    summary: 'Everything about a round with its part of the chain, as a page that verifies itself offline',
    query: DisputeQuery,
    response: DisputePack,
    produces: ['text/html'],
  },
} as const satisfies Table
