// Where the links of notices lead: never to a name that only this machine knows without saying so.
import { expect, test } from 'vitest'
import { linkBaseOf, type Interfaces } from './link-base.ts'

const face = (address: string, more: object = {}) => ({
  ...{ address, netmask: '255.255.255.0', family: 'IPv4' as const, mac: '', internal: false, cidr: null, ...more },
})
const lan: Interfaces = {
  lo: [face('127.0.0.1', { internal: true })],
  eth0: [face('169.254.7.7'), face('192.168.1.20')],
  eth1: [face('10.0.0.5')],
}
const listening = 'http://localhost:8080'

test.each<[string | null, string, string, string, Interfaces]>([
  ['https://wk.example.com/', '127.0.0.1', 'set', 'https://wk.example.com', lan],
  ['https://wk.example.com/', '0.0.0.0', 'set', 'https://wk.example.com', lan],
  [null, '0.0.0.0', 'network', 'http://192.168.1.20:8080', lan],
  [null, '::', 'network', 'http://192.168.1.20:8080', lan],
  [null, '127.0.0.1', 'here', listening, lan],
  [null, 'localhost', 'here', listening, lan],
  [null, '::1', 'here', listening, lan],
  [null, '192.168.1.20', 'network', listening, lan],
  [null, '0.0.0.0', 'here', listening, { lo: lan.lo }],
  [null, '0.0.0.0', 'here', listening, { eth0: [face('169.254.7.7')] }],
])('set to %s and listening at %s: %s, %s', (publicUrl, host, from, url, interfaces) => {
  expect(linkBaseOf(publicUrl, listening, host, interfaces)).toEqual({ url, from })
})
