// What becomes of a document that came with the product when a newer version of the product ships another form of it:
// what nobody has touched follows, what somebody has edited stays.

/** `follow`: take the new form · `stay`: keep the edited one and say so · `same`: there is nothing new. */
export type Fate = 'follow' | 'stay' | 'same'

/** Prints of one document: as it stands in the records, as it was shipped before (null: unknown), as it is shipped now. */
export type Prints = { current: string; before: string | null; now: string }

export function fateOf({ current, before, now }: Prints): Fate {
  if (now === before || current === now) return 'same'
  return current === before ? 'follow' : 'stay'
}
