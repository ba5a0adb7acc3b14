// An entry of the audit: what somebody did that has no form of its own on screens (people, tokens, sign-ins).
import { iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'

/** `what` was done by `by` (null: nobody known) to `id`. `site` null concerns all sites. Never give it a secret. */
export const audited = (
  what: string,
  at: number,
  by: string | null,
  id: string,
  data: Record<string, unknown> = {},
  site: string | null = null,
): NewHappening => ({ type: `audit.${what}`, at: iso(at), site, by, id, data })
