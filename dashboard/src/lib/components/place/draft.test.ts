// Sites and zones through their forms and back.
import { expect, it } from 'vitest'
import { Site, Zone } from '#core/contracts/site.ts'
import { badDays, siteDraft, siteOf, withBuilding, zoneDraft, zoneOf } from './draft.ts'

const site = Site.parse({
  ...{ id: 'hq', name: '总部', timezone: 'Asia/Shanghai', phone: '010-1', challengesPerDuty: 2 },
  ...{ holidays: ['2027-01-01', '2027-02-06'], buildings: [{ id: 'b1', name: '1 号楼', floors: 18, basements: 2 }] },
})

it('gives a site back as it was', () => {
  const { name, timezone, phone, challengesPerDuty, holidays, buildings } = site
  expect(siteOf(siteDraft(site, 'UTC'))).toEqual({ name, timezone, phone, challengesPerDuty, holidays, buildings })
})
it('puts holidays in order, each once, and finds what is no day', () => {
  const draft = { ...siteDraft(site, 'UTC'), holidays: ' 2027-02-06\n2027-01-01\n2027-01-01\n' }
  expect(siteOf(draft).holidays).toEqual(['2027-01-01', '2027-02-06'])
  expect(badDays('2027-01-01 1 May 2027-13-01')).toEqual(['1', '2027-13-01', 'May'])
})
it('gives every building a key of its own', () => {
  const keys = withBuilding(withBuilding(siteDraft(site, 'UTC').buildings)).map(({ key }) => key)
  expect(new Set(keys).size).toBe(3)
})
it('gives a zone back as it was, outdoors too', () => {
  for (const zone of [
    Zone.parse({ id: 'z', site: 'hq', building: 'b1', floor: -1, name: '泵房' }),
    Zone.parse({ id: 'y', site: 'hq', name: '广场' }),
  ]) {
    const { name, building, floor } = zone
    expect(zoneOf(zoneDraft(zone))).toEqual({ name, building, floor })
  }
})
