// The addresses of reports, and what a report of a span is asked with. Pure.
export type ReportName = 'exceptions' | 'coverage' | 'daily' | 'dispute'

/** The address of a report as a file; words that are empty are left out. */
export function reportHref(name: ReportName, query: Readonly<Record<string, string>>): string {
  const words = Object.entries(query).filter(([, word]) => word !== '')
  return `/api/v1/reports/${name}?${new URLSearchParams(words).toString()}`
}
