// What is printed of a ticket and of devices, over HTTP: the work slip, the address of a ticket's reporter page, and
// labels with the codes of devices.
import type { Kysely } from 'kysely'
import type { Device } from '../../core/contracts/device.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { discreetTicket } from '../../core/domain/discretion.ts'
import { labelsOf } from '../report/labels.ts'
import { pdfOf } from '../report/pdf.ts'
import { slipOf } from '../report/slip.ts'
import { linkFor } from '../reporter.ts'
import { findDevice, listDevices } from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import { findSite } from '../store/site.ts'
import { findTicket } from '../store/ticket.ts'
import { findZone } from '../store/zone.ts'
import type { Call, Handlers, Media } from './call.ts'
import { untold, scopeOf, visible, visibleTicket } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'ticketSlip' | 'linkTicket' | 'deviceLabels'>
/** Labels of one print. */
const most = 240

export function slipRoutes({ db }: Pick<HttpDeps, 'db'>): Routes {
  return {
    async ticketSlip({ actor, id, at, locale, caller }) {
      const ticket = visibleTicket(actor, await findTicket(db, id))
      if (isRefusal(ticket)) return ticket
      const slip = await slipOf(db, discreetTicket(actor, ticket), {
        locale,
        at,
        url: `${caller.base}/tickets/${ticket.id}`,
      })
      return printed(await pdfOf(slip), `slip-${ticket.number}`)
    },
    linkTicket: ({ actor, id, at, commit, caller }) =>
      commit<{ url: string } | Refusal>(async (tx) => {
        const ticket = visibleTicket(actor, await findTicket(tx, id))
        if (isRefusal(ticket)) return untold(ticket)
        const { token } = await linkFor(tx, ticket.site, { ticket: ticket.id }, at)
        return untold({ url: `${caller.base}/r/${token}` })
      }),
    async deviceLabels(call) {
      const devices = await asked(db, call)
      if (isRefusal(devices)) return devices
      const sheet = labelsOf(await linked(db, devices, call), call.locale)
      return printed(await pdfOf(sheet), 'labels')
    },
  }
}

/** Shown in the browser, from where it is printed. */
export const printed = (content: Buffer, name: string): Media => ({
  ...{ media: 'application/pdf', content },
  headers: { 'Content-Disposition': `inline; filename="${name}.pdf"` },
})

async function asked(
  db: Kysely<Records>,
  { actor, query: { device, ...filter } }: Call<'deviceLabels'>,
): Promise<Device[] | Refusal> {
  if (device === undefined)
    return (await listDevices(db, { ...filter, limit: most, sites: scopeOf(actor, filter.site) })).items
  const one = visible(actor, await findDevice(db, device))
  return isRefusal(one) ? refuse('not_found') : [one]
}

/** Each with the address on its label; it is made once and stays, so that what hangs there already goes on working. */
async function linked(
  db: Kysely<Records>,
  devices: readonly Device[],
  { at, locale, commit, caller }: Call<'deviceLabels'>,
) {
  const links = await commit(async (tx) => {
    const made = []
    for (const { id, site } of devices) made.push(await linkFor(tx, site, { device: id }, at))
    return untold(made)
  })
  return Promise.all(
    devices.map(async (device, n) => {
      const place = await placeOf(db, device, locale)
      return { device, place, url: `${caller.base}/r/${links[n]!.token}` }
    }),
  )
}

/** Building and room of a thing in words. */
export async function placeOf(
  db: Kysely<Records>,
  { site, building, zone }: Pick<Device, 'site' | 'building' | 'zone'>,
  locale: Locale,
): Promise<string> {
  const room = zone === null ? null : await findZone(db, zone)
  const estate = await findSite(db, site)
  const house = estate?.buildings.find(({ id }) => id === (room?.building ?? building))
  return [house?.name[locale], room?.name[locale]].filter(Boolean).join(' · ')
}
