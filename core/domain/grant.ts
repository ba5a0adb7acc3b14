// Nobody gives away more than he has: whoever is scoped to some sites manages only what stays within them.
import type { Actor } from '../contracts/user.ts'

/** Whether somebody may manage a thing of these sites; `null` means all sites, which needs an unscoped actor. */
export const manages = (actor: Pick<Actor, 'sites'>, sites: readonly string[] | null): boolean =>
  actor.sites === null || (sites !== null && sites.every((site) => actor.sites!.includes(site)))

/** The site that something of these sites belongs to; null when it is of several or of all. */
export const onlySite = (sites: readonly string[] | null): string | null =>
  sites?.length === 1 ? (sites[0] ?? null) : null

/** Whether somebody works on a site that the actor sees; only then does the actor see that person. */
export const meets = (actor: Pick<Actor, 'sites'>, sites: readonly string[] | null): boolean =>
  actor.sites === null || sites === null || sites.some((site) => actor.sites!.includes(site))
