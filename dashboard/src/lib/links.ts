// Where the page of a thing is.
import { resolve } from '$app/paths'

/** The page of an incident. Its exact route is checked by the router. */
export const incidentHref = (id: string): string => resolve(`/incidents/${id}` as '/wall')

/** The page of a device. */
export const deviceHref = (id: string): string => resolve(`/devices/${id}` as '/wall')
