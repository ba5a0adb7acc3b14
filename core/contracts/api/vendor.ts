// Vendors.
import { NewVendor, Vendor, VendorPatch } from '../vendor.ts'
import { Paged, type Table, page } from './endpoint.ts'

export const vendorApi = {
  listVendors: {
    method: 'GET',
    path: '/vendors',
    permission: 'estate.read',
    summary: 'Vendors',
    query: Paged,
    response: page(Vendor),
  },
  createVendor: {
    method: 'POST',
    path: '/vendors',
    permission: 'vendor.manage',
    summary: 'Register a vendor',
    body: NewVendor,
    response: Vendor,
    status: 201,
  },
  patchVendor: {
    method: 'PATCH',
    path: '/vendors/{id}',
    permission: 'vendor.manage',
    summary: 'Change a vendor',
    body: VendorPatch,
    response: Vendor,
  },
} as const satisfies Table
