// What time itself brings about, by the tick of the journal: shelves end, tickets breach, rounds move on. All of it
// inside the transaction that also keeps how far the journal was followed.
import type { Transaction } from 'kysely'
import type { NewHappening } from '../core/contracts/live.ts'
import { returnFromShelf } from '../core/domain/incident.ts'
import { markOverdue } from './finding.ts'
import { expireCalls } from './call.ts'
import { expireCommands } from './command.ts'
import { endForgottenDuties } from './duty.ts'
import { endErrands } from './errand.ts'
import type { Internals } from './internal.ts'
import { update } from './raise.ts'
import { moveRounds, type Time } from './round.ts'
import { incidentsOffShelf } from './store/incident.ts'
import type { Records } from './store/schema.ts'
import { tickTickets } from './ticket.ts'

type Tx = Transaction<Records>

/** Lets time come to `at` for everything that waits in the records. */
export async function doChores(tx: Tx, internals: Internals, time: Time): Promise<NewHappening[]> {
  return [
    ...(await endShelves(tx, time.at)),
    ...(await tickTickets(tx, internals, time.at)),
    ...(await markOverdue(tx, internals, time.at)),
    ...(await moveRounds(tx, internals, time)),
    ...(await expireCalls(tx, internals, time)),
    ...(await expireCommands(tx, time.at)),
    ...(await endErrands(tx, time.at)),
    ...(await endForgottenDuties(tx, time.at)),
    ...(await internals.tick(tx, time.at, time.cause)),
  ]
}

async function endShelves(tx: Tx, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const incident of await incidentsOffShelf(tx, at))
    told.push(...(await update(tx, incident, returnFromShelf(incident, at))))
  return told
}
