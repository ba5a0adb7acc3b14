// A vendor (厂家): a firm that repairs what is under its warranty or contract. People of a firm carry its id.
import { z } from 'zod'
import { Id, NewId, Name } from './scalars.ts'

/** `own` asks for the tickets of one's own firm, so no firm is called that. */
const VendorId = NewId.refine((id) => id !== 'own', 'reserved')

export const Vendor = z.strictObject({
  id: VendorId,
  name: Name,
  phone: z.string().max(40).nullable().default(null),
  /** Kinds of devices that it looks after; empty: only devices that name it. */
  kinds: z.array(Id).max(64).default([]),
  version: z.int().min(1).default(1),
})
export type Vendor = z.infer<typeof Vendor>
export const NewVendor = Vendor.omit({ version: true })
export const VendorPatch = NewVendor.omit({ id: true }).partial().extend({ version: z.int().optional() })
