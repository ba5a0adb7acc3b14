// Addresses of this very machine.

const form = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/

/** Whether an address, IPv4 or IPv6, is a loopback one. */
export const isLoopback = (address: string): boolean => form.test(address)
