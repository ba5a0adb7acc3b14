// What the tests of the phone walk on: a house, a cable to it, a site with tags of every kind, a guard.
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { signIn } from './browser.ts'
import { layCable, type Cable } from './cable.ts'
import { forgetProfile, installed, newProfile, startHandset, type Handset, type HandsetOptions } from './handset.ts'

export type PatrolSite = {
  house: House
  cable: Cable
  /** The address that the signed tag gives at its next read. */
  nextRead(): string
  /** A guard's phone on a profile of its own, signed in and at home; its service worker is in charge. */
  phone(options?: HandsetOptions): Promise<GuardsPhone>
  /** Cuts a phone off and plugs it in again: the cable, and what its browser believes. */
  cut(phone: Handset, offline: boolean): Promise<void>
  /** Every tap on record, newest first. */
  taps(): Promise<any[]>
  leave(): Promise<void>
}

type GuardsPhone = Handset & {
  /** Closes the browser and starts it again, on a page of nobody's. */
  restart(): Promise<GuardsPhone>
  leave(): Promise<void>
}

export const uidOf = (i: number): string => `04AA0000000${String(i).padStart(3, '0')}`
export const codeOf = (i: number): string => `HALL2${'ABCDEFGH'[i]}`

const signed: SunTag = { uid: '04A1B2C3D4E501', metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }

/** Boots it: checkpoints `cp-0` … `cp-5` by number and by code, `cp-sun` signed, the guard 陈浩 (`chenhao`). */
export async function openPatrolSite(): Promise<PatrolSite> {
  const house = await openHouse()
  const cable = await layCable(house.url)
  await furnish(house)
  let counter = 0
  return {
    house,
    cable,
    nextRead: () => `/t?${new URLSearchParams(Object.entries(signTap(signed, ++counter, '0102030405'))).toString()}`,
    phone: (options) => guardsPhone(cable.url, options),
    cut: async (phone, offline) => {
      cable.mode = offline ? 'cut' : 'plugged'
      await phone.context.setOffline(offline)
    },
    taps: async () => (await house.admin.get('/taps?limit=100')).items,
    leave: async () => {
      await cable.close()
      await house.leave()
    },
  }
}

async function furnish({ admin }: House): Promise<void> {
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai', phone: '0571 8700 0110' })
  const rows = Array.from({ length: 6 }, (_, i) => `cp-${i},hq,点 ${i},${codeOf(i)},uid,${uidOf(i)}`)
  await admin.act('/checkpoints/import', { csv: ['id,site,name_zh,code,tag,uid', ...rows].join('\n'), dryRun: false })
  await admin.create('/checkpoints', {
    id: 'cp-sun',
    site: 'hq',
    name: 'B1 配电房',
    tag: { type: 'ntag424', ...signed },
  })
  await admin.create('/users', { username: 'chenhao', name: '陈浩', role: 'guard', password: adminPassword })
}

async function guardsPhone(url: string, options?: HandsetOptions): Promise<GuardsPhone> {
  const profile = await newProfile()
  const phone = await startHandset(profile, url, options)
  await signIn(phone.page, 'chenhao', adminPassword)
  await phone.page.waitForURL('**/m')
  await atHome(phone.page)
  await installed(phone.page)
  const phoneOf = (handset: Handset): GuardsPhone => ({
    ...handset,
    restart: async () => {
      await handset.close()
      return phoneOf(await startHandset(profile, url, options))
    },
    leave: async () => {
      await handset.close()
      await forgetProfile(profile)
    },
  })
  return phoneOf(phone)
}

/** The first page of the app is shown. */
export const atHome = (page: Handset['page']): Promise<void> => page.getByRole('button', { name: /SOS/ }).waitFor()
