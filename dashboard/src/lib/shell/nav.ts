// The pages of the console in the order of the rail. A new page adds its line here, and nothing else in the shell.
import { resolve } from '$app/paths'
import type { Permission } from '#core/domain/permission.ts'
import type { TextKey } from '#core/texts/texts.ts'

/** `icon`: strokes on a 24 × 24 grid. `phone`: also in the bottom bar of a phone (at most five). */
export type NavEntry = { href: string; words: TextKey; icon: string; permission: Permission; phone: boolean }

export const nav: readonly NavEntry[] = [
  {
    href: resolve('/wall'),
    words: 'nav.wall',
    icon: 'M3 5h18v12H3zM9 21h6M12 17v4',
    permission: 'estate.read',
    phone: true,
  },
  {
    href: resolve('/(console)/incidents'),
    words: 'nav.incidents',
    icon: 'M12 4a6 6 0 0 0-6 6v4l-2 3h16l-2-3v-4a6 6 0 0 0-6-6zM9.5 20a2.6 2.6 0 0 0 5 0',
    permission: 'estate.read',
    phone: true,
  },
  {
    href: resolve('/(console)/devices'),
    words: 'nav.devices',
    icon: 'M4 6.5h16v11H4zM8 17.500v3M16 17.500v3M8 3.500v3M16 3.500v3M8 12h2.500l1.500-2.500 1.500 4.500 1-2H16',
    permission: 'estate.read',
    phone: false,
  },
  {
    href: resolve('/(console)/tickets'),
    words: 'nav.tickets',
    icon: 'M5 3.5h14v17l-3-2-2 2-2-2-2 2-2-2-3 2zM8.5 8.5h7M8.5 12.5h7',
    permission: 'estate.read',
    phone: true,
  },
  {
    href: resolve('/(console)/patrol'),
    words: 'nav.patrol',
    icon: 'M5 6.5h9.5a3.5 3.5 0 0 1 0 7H9a3.5 3.5 0 0 0 0 7h10M5 6.5m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M19 20.5m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
    permission: 'estate.read',
    phone: true,
  },
  {
    href: resolve('/(console)/findings'),
    words: 'nav.findings',
    icon: 'M12 3.500l9.500 16.500h-19zM12 10v4.500M12 17v.500',
    permission: 'finding.read',
    phone: false,
  },
  {
    href: resolve('/(console)/rules'),
    words: 'nav.rules',
    icon: 'M4 6h16M4 12h10M4 18h7M16.5 15l2.5 2.5L22 13',
    permission: 'rule.read',
    phone: false,
  },
  {
    href: resolve('/(console)/roster'),
    words: 'nav.roster',
    icon: 'M4 6h16v14H4zM4 10.500h16M8.500 3.500v4M15.500 3.500v4M8 14h2.500M13.500 14H16M8 17h2.500',
    permission: 'estate.read',
    phone: false,
  },
  {
    href: resolve('/(console)/channels'),
    words: 'nav.channels',
    icon: 'M4 5.500h16v11H9.500L5.500 20v-3.500H4zM8 9.500h8M8 12.500h5',
    permission: 'channel.read',
    phone: false,
  },
  {
    href: resolve('/(console)/health'),
    words: 'nav.health',
    icon: 'M3 12h4l2.5-6 4 12 2.5-6h5',
    permission: 'estate.read',
    phone: false,
  },
  {
    href: resolve('/(console)/simulator'),
    words: 'nav.simulator',
    icon: 'M8 5.5v13l11-6.5z',
    permission: 'simulator.run',
    phone: false,
  },
  {
    href: resolve('/(console)/places'),
    words: 'nav.places',
    icon: 'M4 20.500h16M6 20.500V4h7v16.500M13 9.500h5v11M8.500 8h2M8.500 12h2M8.500 16h2M15.500 13h.500M15.500 16.500h.500',
    permission: 'site.manage',
    phone: false,
  },
  {
    href: resolve('/(console)/users'),
    words: 'nav.users',
    icon: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.8-3.3 3.2-5 6.5-5s5.7 1.7 6.5 5M16 5a3.2 3.2 0 0 1 0 6.2M18 14.7c1.9.6 3.1 2.2 3.6 4.3',
    permission: 'user.read',
    phone: false,
  },
  {
    href: resolve('/(console)/account'),
    words: 'app.menu',
    icon: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1.2-3.6 4-5.5 7.5-5.5s6.300 1.9 7.500 5.500',
    permission: 'session.own',
    phone: true,
  },
]
