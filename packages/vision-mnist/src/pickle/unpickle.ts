import { badPickle, ByteReader, printable } from './byte-reader.ts'
import { allowedGlobal, build, construct, type Budget } from './numpy-objects.ts'
import { opcodeName } from './opcode-names.ts'
import { expectKind, type Mark, type PickleValue } from './pickle-value.ts'

/** Arrays in tuples need a few dozen of each: a file that wants more is not one of those. */
const MOST_ON_STACK = 1_000
const MOST_IN_MEMO = 10_000

const mark: Mark = { kind: 'mark' }

/**
 * Reads a pickle of numpy arrays in tuples, protocols 1 to 5, as Python 2 or 3 wrote it.
 *
 * Only the opcodes and the few numpy constructors that such a pickle needs are known. Nothing is looked up
 * or run, no length is believed, and besides views of the file only texts in Latin-1 are made anew, once.
 *
 * @throws OnecycleError `BAD_PICKLE` naming the opcode or the global that is refused
 */
export function unpickle(bytes: Uint8Array): PickleValue {
  const reader = new ByteReader(bytes)
  const machine: Machine = { reader, stack: [], memo: new Map(), budget: { bytes: bytes.length } }
  for (;;) {
    const at = reader.at
    const code = reader.uint8()
    if (code === STOP) return result(machine)
    const handler = handlers[code]
    if (!handler) {
      const name = opcodeName(code)
      throw badPickle(`opcode ${name} at byte ${at} is none that arrays in tuples need; nothing was run`, {
        opcode: name,
      })
    }
    handler(machine)
    if (machine.stack.length > MOST_ON_STACK)
      throw badPickle(`more than ${MOST_ON_STACK} values are on its stack`)
    if (machine.memo.size > MOST_IN_MEMO) throw badPickle(`more than ${MOST_IN_MEMO} values are in its memo`)
  }
}

interface Machine {
  readonly reader: ByteReader
  readonly stack: PickleValue[]
  readonly memo: Map<number, PickleValue>
  readonly budget: Budget
}

const STOP = 0x2e

function result({ reader, stack }: Machine): PickleValue {
  const [value] = stack
  if (stack.length !== 1 || value === undefined)
    throw badPickle(`it ends with ${stack.length} values; expected one`)
  if (reader.left > 0) throw badPickle(`${reader.left} bytes follow its end`)
  return value
}

const handlers: Readonly<Record<number, (machine: Machine) => void>> = {
  0x80: ({ reader }) => {
    const protocol = reader.uint8()
    if (protocol > 5) throw badPickle(`it is of protocol ${protocol}; expected 1 to 5`)
  },
  0x95: ({ reader }) => {
    const length = reader.uint64()
    if (length > reader.left) throw badPickle(`a frame claims ${length} bytes, but ${reader.left} are left`)
  },

  0x4e: ({ stack }) => stack.push(null),
  0x88: ({ stack }) => stack.push(true),
  0x89: ({ stack }) => stack.push(false),
  0x4a: ({ stack, reader }) => stack.push(reader.int32()),
  0x4b: ({ stack, reader }) => stack.push(reader.uint8()),
  0x4d: ({ stack, reader }) => stack.push(reader.uint16()),
  0x49: ({ stack, reader }) => stack.push(decimal(reader.line())),
  0x8a: ({ stack, reader }) => stack.push(longInteger(reader.take(reader.uint8()))),

  0x54: pushBytes((reader) => reader.uint32()), // BINSTRING: its length is signed, and never negative
  0x55: pushBytes((reader) => reader.uint8()),
  0x42: pushBytes((reader) => reader.uint32()),
  0x43: pushBytes((reader) => reader.uint8()),
  0x8e: pushBytes((reader) => reader.uint64()),
  0x96: pushBytes((reader) => reader.uint64()),
  0x58: pushBytes((reader) => reader.uint32(), true),
  0x8c: pushBytes((reader) => reader.uint8(), true),
  0x8d: pushBytes((reader) => reader.uint64(), true),

  0x28: ({ stack }) => stack.push(mark),
  0x29: (machine) => pushTuple(machine, 0),
  0x85: (machine) => pushTuple(machine, 1),
  0x86: (machine) => pushTuple(machine, 2),
  0x87: (machine) => pushTuple(machine, 3),
  0x74: (machine) => {
    const from = machine.stack.lastIndexOf(mark)
    if (from < 0) throw badPickle('a tuple ends that has not begun')
    pushTuple(machine, machine.stack.length - from - 1)
    const tuple = pop(machine)
    pop(machine) // the mark
    machine.stack.push(tuple)
  },

  0x71: (machine) => remember(machine, machine.reader.uint8()),
  0x72: (machine) => remember(machine, machine.reader.uint32()),
  0x94: (machine) => remember(machine, machine.memo.size),
  0x68: (machine) => recall(machine, machine.reader.uint8()),
  0x6a: (machine) => recall(machine, machine.reader.uint32()),

  0x63: ({ stack, reader }) => stack.push(allowedGlobal(reader.line(), reader.line())),
  0x93: (machine) => {
    const name = popName(machine)
    machine.stack.push(allowedGlobal(popName(machine), name))
  },
  0x52: (machine) => {
    const args = expectKind(pop(machine), 'tuple', 'what REDUCE calls with')
    const callee = expectKind(pop(machine), 'global', 'what REDUCE calls')
    machine.stack.push(construct(callee, args, machine.budget))
  },
  0x62: (machine) => {
    const state = expectKind(pop(machine), 'tuple', 'the state for BUILD')
    build(machine.stack.at(-1), state)
  },
}

function pushBytes(lengthOf: (reader: ByteReader) => number, isText = false) {
  return ({ stack, reader }: Machine) => {
    stack.push({ kind: 'bytes', isText, bytes: reader.take(lengthOf(reader)) })
  }
}

function pushTuple({ stack }: Machine, length: number): void {
  if (length > stack.length) throw badPickle(`a tuple of ${length} is made of ${stack.length} values`)
  const items = stack.splice(stack.length - length, length)
  if (items.includes(mark)) throw badPickle('a mark is inside a tuple')
  stack.push({ kind: 'tuple', items })
}

function pop({ stack }: Machine): PickleValue {
  const value = stack.pop()
  if (value === undefined) throw badPickle('it takes a value from its empty stack')
  return value
}

function popName(machine: Machine): string {
  const { bytes } = expectKind(pop(machine), 'bytes', 'the name of a global')
  return printable(bytes)
}

function remember({ stack, memo }: Machine, key: number): void {
  const value = stack.at(-1)
  if (value === undefined) throw badPickle('it remembers a value from its empty stack')
  memo.set(key, value)
}

function recall({ stack, memo }: Machine, key: number): void {
  const value = memo.get(key)
  if (value === undefined) throw badPickle(`it recalls value ${key}, which it has not remembered`)
  stack.push(value)
}

/** INT: a number in digits; 00 and 01 are how protocol 1 writes False and True. */
function decimal(digits: string): number | boolean {
  if (digits === '00' || digits === '01') return digits === '01'
  if (!/^-?\d{1,15}$/.test(digits)) throw badPickle(`"${digits}" is no integer`)
  return Number(digits)
}

/** LONG1: two's complement, little-endian; more than 6 bytes are no size of an array. */
function longInteger(bytes: Uint8Array): number {
  if (bytes.length > 6) throw badPickle(`an integer has ${bytes.length} bytes`)
  const magnitude = bytes.reduceRight((value, byte) => value * 256 + byte, 0)
  return (bytes.at(-1) ?? 0) < 0x80 ? magnitude : magnitude - 256 ** bytes.length
}
