// Sites and their zones.
import { NewSite, NewZone, Site, SitePatch, Zone, ZonePatch } from '../site.ts'
import { InSite, Paged, type Table, page } from './endpoint.ts'

export const siteApi = {
  listSites: {
    method: 'GET',
    path: '/sites',
    permission: 'estate.read',
    summary: 'Sites',
    query: Paged,
    response: page(Site),
  },
  createSite: {
    method: 'POST',
    path: '/sites',
    permission: 'site.manage',
    summary: 'Create a site',
    body: NewSite,
    response: Site,
    status: 201,
  },
  getSite: { method: 'GET', path: '/sites/{id}', permission: 'estate.read', summary: 'A site', response: Site },
  patchSite: {
    method: 'PATCH',
    path: '/sites/{id}',
    permission: 'site.manage',
    summary: 'Change a site',
    body: SitePatch,
    response: Site,
  },
  listZones: {
    method: 'GET',
    path: '/zones',
    permission: 'estate.read',
    summary: 'Zones',
    query: InSite,
    response: page(Zone),
  },
  createZone: {
    method: 'POST',
    path: '/zones',
    permission: 'site.manage',
    summary: 'Create a zone',
    body: NewZone,
    response: Zone,
    status: 201,
  },
  getZone: { method: 'GET', path: '/zones/{id}', permission: 'estate.read', summary: 'A zone', response: Zone },
  patchZone: {
    method: 'PATCH',
    path: '/zones/{id}',
    permission: 'site.manage',
    summary: 'Change a zone',
    body: ZonePatch,
    response: Zone,
  },
} as const satisfies Table
