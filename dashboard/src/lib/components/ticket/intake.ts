// The intake of a ticket: what must be asked of whom, what goes to the server, and the sentence that is read back. Pure.
import type { NewTicket, TicketType } from '#core/contracts/ticket.ts'

export const types = [
  'repair',
  'fault',
  'complaint',
  'inspection',
  'entrapment',
  'rectification',
  'other',
] as const satisfies TicketType[]

export type Intake = {
  type: string
  title: string
  description: string
  priority: string
  device: string
  zone: string
  name: string
  phone: string
  readBack: boolean
}
export const emptyIntake = (): Intake => ({
  ...{ type: 'repair', title: '', description: '', priority: '3', device: '', zone: '', name: '', phone: '' },
  readBack: false,
})

/** Types that somebody asks for from outside: name, number and the read-back are owed. */
export const isFromCaller = (type: string): boolean => type === 'repair' || type === 'complaint'
/** Types that make no sense without a place. */
export const needsPlace = (type: string): boolean => type !== 'complaint' && type !== 'other'

/** People trapped are priority 1 whoever reports it; the rest is as it was chosen. */
export const priorityOf = (type: string, chosen: string): string => (type === 'entrapment' ? '1' : chosen)

/** What is sent. */
export function ticketOf(intake: Intake, site: string): NewTicket {
  const [name, phone] = [intake.name.trim(), intake.phone.trim()]
  return {
    site,
    type: intake.type as TicketType,
    // A plain string is accepted and stands for both languages.
    title: intake.title.trim() as unknown as NewTicket['title'],
    description: intake.description.trim(),
    priority: Number(intake.priority) as NewTicket['priority'],
    device: intake.device || null,
    zone: intake.zone || null,
    incident: null,
    reporter: name || phone ? { name, phone } : null,
    readBack: intake.readBack,
  }
}
