import { once } from 'node:events'
import { connect as connectSocket } from 'node:net'

/** One end of a connection of ZeroMQ. A message is a list of frames. */
export interface Connection {
  readonly send: (frames: readonly Buffer[]) => void
  /** What comes in, to be read by one reader; ends with an error when the other side goes away. */
  readonly messages: AsyncGenerator<Buffer[]>
}

const more = 1
const long = 2
const command = 4

/**
 * Connects to a socket of ZeroMQ on this machine: ZMTP 3.0 (rfc.zeromq.org/spec/23) without security, which is
 * what Jupyter's kernels speak.
 *
 * @param type whose part this side plays; `SUB` subscribes to everything
 */
export async function connect(port: number, type: 'DEALER' | 'SUB'): Promise<Connection> {
  const socket = connectSocket(port, '127.0.0.1')
  await once(socket, 'connect')
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  let unread = Buffer.alloc(0)

  async function read(length: number): Promise<Buffer> {
    while (unread.length < length) {
      const { value } = await chunks.next()
      if (!value) throw new Error(`the other side of port ${port} has closed the connection`)
      unread = Buffer.concat([unread, value])
    }
    const taken = unread.subarray(0, length)
    unread = unread.subarray(length)
    return taken
  }

  async function* messages(): AsyncGenerator<Buffer[]> {
    for (let frames: Buffer[] = []; ;) {
      const flags = (await read(1))[0]!
      const length = flags & long ? Number((await read(8)).readBigUInt64BE()) : (await read(1))[0]!
      const body = await read(length)
      if (flags & command) continue
      frames.push(body)
      if (flags & more) continue
      yield frames
      frames = []
    }
  }

  const write = (flags: number, body: Buffer): void => {
    const head = Buffer.alloc(9)
    head[0] = flags | long
    head.writeBigUInt64BE(BigInt(body.length), 1)
    socket.write(Buffer.concat([head, body]))
  }
  const send = (frames: readonly Buffer[]): void => {
    for (const [i, frame] of frames.entries()) write(i < frames.length - 1 ? more : 0, frame)
  }

  socket.write(greeting())
  await read(greeting().length)
  write(command, ready(type))
  if (type === 'SUB') send([Buffer.from([1])])
  return { send, messages: messages() }
}

function greeting(): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3])
  bytes.write('NULL', 12)
  return bytes
}

function ready(type: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(type.length)
  return Buffer.concat([Buffer.from('\x05READY\x0bSocket-Type'), length, Buffer.from(type)])
}
