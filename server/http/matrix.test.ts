// Every endpoint × every role, and nobody: who is let through. Written out here by hand, apart from the permission table.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, type ApiName } from '../../core/contracts/api.ts'
import type { Endpoint } from '../../core/contracts/api/endpoint.ts'
import { Role } from '../../core/contracts/user.ts'
import { no, openHouse, type House } from './testing/house.ts'

const everyone = Role.options
const staff = ['guard', 'technician', 'operator', 'supervisor', 'admin']
const workers = ['technician', 'operator', 'supervisor', 'admin']
const desk = ['operator', 'supervisor', 'admin']
const lead = ['supervisor', 'admin']
const admin = ['admin']

const matrix: [readonly string[], ApiName[]][] = [
  [
    everyone,
    [
      ...(['session', 'signOut', 'ownPatch', 'health', 'events'] as const),
      ...(['listSites', 'getSite', 'listZones', 'getZone', 'listKinds', 'getKind'] as const),
      ...([
        'listDevices',
        'getDevice',
        'deviceFile',
        'latest',
        'history',
        'readings',
        'listPoints',
        'listCommands',
        'ticketSlip',
      ] as const),
      ...(['listRules', 'getRule', 'exportRules', 'explainRule'] as const),
      ...(['listIncidents', 'getIncident', 'listTickets', 'getTicket'] as const),
      ...(['listCheckpoints', 'getCheckpoint', 'listRoutes', 'getRoute', 'listRounds', 'getRound'] as const),
      ...(['pushKey', 'listPushSubscriptions', 'subscribePush', 'unsubscribePush', 'hearPush', 'testPush'] as const),
      'listShifts',
      'getFile',
    ],
  ],
  [
    staff,
    [
      'commentIncident',
      'createTicket',
      'rateTicket',
      'listTaps',
      'postTaps',
      'putFile',
      'listFindings',
      'coverageReport',
      'createFinding',
      'getFinding',
      'commentFinding',
    ],
  ],
  [staff, ['listDuties', 'startDuty', 'endDuty', 'listCalls', 'answerCall', 'cryForHelp', 'sheet', 'arriveAtIncident']],
  [everyone, ['roster', 'listSwaps']],
  [staff, ['askSwap']],
  [desk, ['exceptionReport', 'dailyReport']],
  [desk, ['listLadders', 'previewLadder', 'listClimbs', 'phonedClimb', 'proposeTicket']],
  [lead, ['createLadder', 'patchLadder', 'approveSwap', 'declineSwap']],
  [staff, ['pauseRound', 'resumeRound']],
  [desk, ['listChannels', 'getChannel', 'listNotices', 'retryNotice']],
  [desk, ['createCall', 'cancelCall', 'sendGuard', 'recallGuard', 'nearestGuards', 'personOfIncident']],
  [
    workers,
    ['fixFinding', 'acceptTicket', 'declineTicket', 'startTicket', 'waitTicket', 'resumeTicket', 'finishTicket'],
  ],
  [staff, ['linkTicket', 'ticketStats']],
  [desk, ['deviceLabels']],
  [workers, ['lockOut', 'endLockout', 'sendCommand']],
  [workers, ['arriveTicket', 'checkTicket', 'appointTicket', 'leaseTicket', 'releaseTicket']],
  [everyone, ['listVendors', 'listPolicies']],
  [lead, ['createVendor', 'patchVendor', 'putPolicy']],
  [
    desk,
    [
      ...(['acknowledgeIncident', 'assignIncident', 'shelveIncident', 'unshelveIncident'] as const),
      ...(['resetIncident', 'closeIncident', 'dispatchTicket', 'callbackTicket', 'cancelTicket'] as const),
      ...(['assignFinding', 'recheckFinding', 'dismissFinding', 'ticketOfFinding'] as const),
      ...(['verifyTicket', 'rejectTicket', 'closeTicket', 'createRound', 'service'] as const),
      ...(['listDiscovered', 'quarantine', 'simulator', 'setSimulator', 'startScenario', 'stopScenario'] as const),
    ],
  ],
  [
    lead,
    [
      ...([
        'createRule',
        'putRule',
        'takeShippedRule',
        'deleteRule',
        'importRules',
        'createShift',
        'patchShift',
      ] as const),
      ...(['createCheckpoint', 'patchCheckpoint', 'createRoute', 'patchRoute'] as const),
      ...(['importCheckpoints', 'listTagBatches', 'createTagBatch', 'readTag', 'bindTag', 'checkpointLabels'] as const),
      ...(['listUsers', 'getUser', 'audit', 'verifyAudit', 'disputePack'] as const),
    ],
  ],
  [
    admin,
    [
      ...(['createSite', 'patchSite', 'createZone', 'patchZone', 'createKind', 'patchKind'] as const),
      ...(['createDevice', 'patchDevice', 'deleteDevice', 'rotateSecret', 'putPoints'] as const),
      ...(['createUser', 'patchUser', 'listTokens', 'createToken', 'deleteToken'] as const),
      ...(['listAccounts', 'createAccount', 'deleteAccount'] as const),
      ...(['createChannel', 'patchChannel', 'deleteChannel', 'testChannel'] as const),
    ],
  ],
]
const open: ApiName[] = ['about', 'setup', 'signIn', 'demoSignIn']

let house: House
const tokens = new Map<string, string>()
beforeAll(async () => {
  house = await openHouse()
  for (const role of everyone) tokens.set(role, await house.token(role))
})
afterAll(() => house.close())

test('the matrix names every endpoint once', () => {
  const named = [...open, ...matrix.flatMap(([, names]) => names)]
  expect([...named].sort()).toEqual(Object.keys(api).sort())
})

const call = (name: ApiName, token?: string) => {
  const { method, path } = api[name] as Endpoint
  const body = method === 'GET' ? undefined : {}
  return house.api(method, path.replaceAll(/\{\w+\}/g, 'no-such'), { body, ...(token && { token }) })
}

test.each(matrix.flatMap(([roles, names]) => names.map((name) => [name, roles] as const)))(
  '%s: %s',
  async (name, roles) => {
    expect(no(await call(name))).toEqual([401, 'unauthenticated'])
    for (const role of everyone) {
      const answer = await call(name, tokens.get(role))
      if (roles.includes(role)) expect([role, answer.status]).not.toEqual([role, 401])
      expect([role, answer.status === 403 && no(answer)[1] === 'forbidden']).toEqual([
        role,
        !roles.includes(role) || (name === 'ownPatch' && answer.status === 403),
      ])
    }
  },
)

test.each(open)('%s needs no sign-in', async (name) => {
  expect((await call(name)).status).not.toBe(401)
})

test('nothing broke on the way', () => {
  expect(house.errors).toEqual([])
})
