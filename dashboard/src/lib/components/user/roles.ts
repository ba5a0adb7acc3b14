// Roles and languages in the order in which forms offer them.
import type { Locale } from '#core/contracts/scalars.ts'
import type { Role } from '#core/contracts/user.ts'

export const roles = ['viewer', 'guard', 'technician', 'operator', 'supervisor', 'admin'] as const satisfies Role[]
export const locales = ['zh-CN', 'en'] as const satisfies Locale[]
