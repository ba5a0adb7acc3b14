// The recurrences that property management asks for, by name; any other RRULE can be typed. Data.
export const recurrences = [
  { id: 'daily', rrule: 'FREQ=DAILY' },
  { id: 'two_days', rrule: 'FREQ=DAILY;INTERVAL=2' },
  { id: 'workdays', rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
  { id: 'weekly', rrule: 'FREQ=WEEKLY' },
  { id: 'two_weeks', rrule: 'FREQ=WEEKLY;INTERVAL=2' },
  { id: 'first_monday', rrule: 'FREQ=MONTHLY;BYDAY=1MO' },
  { id: 'month_first', rrule: 'FREQ=MONTHLY;BYMONTHDAY=1' },
  { id: 'month_last', rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
  { id: 'quarterly', rrule: 'FREQ=MONTHLY;INTERVAL=3' },
  { id: 'two_hours', rrule: 'FREQ=HOURLY;INTERVAL=2' },
] as const
