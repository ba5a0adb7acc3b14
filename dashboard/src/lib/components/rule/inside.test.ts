// What happens inside the product has words on the page of rules: nobody there reads the name of an event.
import { expect, test } from 'vitest'
import { Condition } from '#core/contracts/rule.ts'
import { productRules } from '#core/kinds/product.ts'
import { isTextKey } from '#core/texts/texts.ts'

const eventsOf = (when: Condition): string[] =>
  'event' in when ? [when.event, ...(when.until === undefined ? [] : [when.until].flat())] : []

test.each(productRules.map(({ id, when }) => ({ id, events: eventsOf(Condition.parse(when)) })))(
  'the rule $id says its events in words',
  ({ events }) => {
    expect(events).not.toEqual([])
    expect(events.filter((event) => !isTextKey(`rule.inside.${event}`))).toEqual([])
  },
)
