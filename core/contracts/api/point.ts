// Addressed points of a panel.
import { z } from 'zod'
import { NewPoint, Point } from '../device.ts'
import { type Table, page } from './endpoint.ts'

export const pointApi = {
  listPoints: {
    method: 'GET',
    path: '/devices/{id}/points',
    permission: 'estate.read',
    summary: 'Addressed points of a panel with their state',
    response: page(Point),
  },
  putPoints: {
    method: 'PUT',
    path: '/devices/{id}/points',
    permission: 'device.manage',
    summary: 'Replace the list of addressed points',
    body: z.array(NewPoint).max(5000),
    response: page(Point),
  },
} as const satisfies Table
