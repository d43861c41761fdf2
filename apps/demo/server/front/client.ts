import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6 } from 'node:net'

/**
 * Whom a request is counted for: an IPv4 address, or the /64 of an IPv6 one, since whoever has one of those has
 * all its addresses.
 *
 * @param behindProxy the last address of X-Forwarded-For is the client's. Nobody else is believed: whoever
 *   reaches this server directly may write there what he likes.
 */
export function clientOf(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  behindProxy: boolean,
): string {
  const told = behindProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)!
        .trim()
    : ''
  const address = (isIP(told) ? told : (socket.remoteAddress ?? 'unknown')).replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(address) ? `${firstGroups(address)}::/64` : address
}

function firstGroups(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length
  return [...groups, ...Array<string>(zeros).fill('0'), ...after]
    .slice(0, 4)
    .map((g) => g.replace(/^0+(?=.)/, ''))
    .join(':')
}
