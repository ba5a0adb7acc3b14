// Which addresses a message may be sent to: none of this machine, this network or any other that is not public, unless
// the administrator named its range. Asked after the name was resolved, so that no name can lead inside.
import { BlockList, isIP } from 'node:net'

/** Not public: IANA's special-purpose registries, with the ways in which IPv6 can carry an IPv4 address. */
const inside = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
].join(',')

const familyOf = (address: string): 'ipv4' | 'ipv6' | null =>
  isIP(address) === 4 ? 'ipv4' : isIP(address) === 6 ? 'ipv6' : null

/** Ranges as an administrator lists them (`10.0.0.0/8, 192.168.1.5`); null when one of them is none. */
export function rangesOf(text: string): BlockList | null {
  const list = new BlockList()
  for (const range of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [address = '', bits, ...rest] = range.split('/')
    const family = familyOf(address)
    const longest = family === 'ipv4' ? 32 : 128
    const length = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN
    if (family === null || rest.length > 0 || !(length >= 0 && length <= longest)) return null
    list.addSubnet(address, length, family)
  }
  return list
}

const forbidden = rangesOf(inside)!

/** Whether a message may go to an address. `allowed` are ranges that the administrator named. */
export function mayReach(address: string, allowed: BlockList): boolean {
  const plain = address.replace(/%.*$/, '')
  const family = familyOf(plain)
  if (family === null) return false
  return allowed.check(plain, family) || !forbidden.check(plain, family)
}
