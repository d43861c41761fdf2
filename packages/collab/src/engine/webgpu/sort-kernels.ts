import { workgroup, workgroupsInLine } from './kernels.ts'
import { planParts } from './plan-parts.ts'

/** A pass of the sort orders by so many bits of a row; a thread of a workgroup stands for each digit. */
export const digitBits = 6
/** Consecutive numbers of a batch that one workgroup takes. */
export const blockLength = 512
const scanners = 256

export const sortKernelNames = ['pick', 'count', 'scan', 'scatter', 'place'] as const
export type SortKernelName = (typeof sortKernelNames)[number]

/** Where `struct Pass` has what. */
export const passFields = { size: 0, batches: 1, blocks: 2, users: 3, shift: 4, source: 5, sink: 6 }
export const passBytes = 32

/**
 * The WGSL that plans a run of batches: which rows each batch touches, and its ratings in the order of their
 * rows, so that gradients are summed row by row, always in the same order and without atomics.
 *
 * A rating of a batch of n has two numbers: j for its user's row, n + j for its item's. `pick` fetches the
 * ratings. Then a radix sort orders the numbers of each batch by row, from the lowest digit up; it is stable,
 * so numbers of one row stay in order. Three kernels a digit:
 *
 *     count      a workgroup a block of numbers: how often each digit occurs
 *     scan       a workgroup a batch: where the numbers with each digit go, block by block
 *     scatter    a workgroup a block: moves its numbers there, in their order
 *
 * At the end `place` notes for each number where those of its row begin, which is the row's place.
 */
export const sortKernels = `
struct Pass {
  size: u32,
  batches: u32,
  // Blocks in a batch.
  blocks: u32,
  users: u32,
  // Where in a row the digit begins; 0 in the first pass.
  shift: u32,
  // Where in the plan the pass reads numbers, and where it writes them.
  source: u32,
  sink: u32,
}
// The ratings that this binding shows, from first to before end.
struct Window {
  first: u32,
  end: u32,
}
@group(0) @binding(0) var<uniform> run: Pass;
@group(0) @binding(1) var<storage, read_write> plan: array<u32>;
@group(0) @binding(2) var<storage, read> ratings: array<u32>;
@group(0) @binding(3) var<uniform> window: Window;

fn threadOf(id: vec3u) -> u32 { return id.x + id.y * ${workgroup * workgroupsInLine}u; }
fn groupOf(id: vec3u) -> u32 { return id.x + id.y * ${workgroupsInLine}u; }

fn all() -> u32 { return run.size * run.batches; }
// Where the numbers of a batch begin, among those of the run.
fn baseOf(batch: u32) -> u32 { return 2 * run.size * batch; }
fn rowOf(base: u32, number: u32) -> u32 { return plan[base + number]; }
fn sorted(i: u32) -> u32 { return plan[${planParts.entries} * all() + i]; }
fn counter(batch: u32, digit: u32, block: u32) -> u32 {
  return ${planParts.counts} * all() + (batch * ${2 ** digitBits} + digit) * run.blocks + block;
}

@compute @workgroup_size(${workgroup})
fn pick(@builtin(global_invocation_id) id: vec3u) {
  let at = threadOf(id);
  if (at >= all()) { return; }
  let rating = plan[${planParts.order} * all() + at];
  if (rating < window.first || rating >= window.end) { return; }
  let record = 3 * (rating - window.first);
  let j = at % run.size;
  let base = baseOf(at / run.size);
  plan[base + j] = ratings[record];
  plan[base + run.size + j] = run.users + ratings[record + 1];
  plan[${planParts.ratings} * all() + at] = ratings[record + 2];
}

var<workgroup> numbers: array<u32, ${blockLength}>;
var<workgroup> digits: array<u32, ${blockLength}>;

// Loads a block of numbers with their digits; gives how many they are.
fn load(batch: u32, block: u32, thread: u32) -> u32 {
  let base = baseOf(batch);
  let first = block * ${blockLength};
  let length = min(${blockLength}, 2 * run.size - first);
  for (var i = thread; i < length; i += ${2 ** digitBits}) {
    var number = first + i;
    if (run.shift > 0) { number = plan[run.source + base + number]; }
    numbers[i] = number;
    digits[i] = (rowOf(base, number) >> run.shift) & ${2 ** digitBits - 1};
  }
  workgroupBarrier();
  return length;
}

@compute @workgroup_size(${2 ** digitBits})
fn count(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) digit: u32) {
  let batch = groupOf(id) / run.blocks;
  let block = groupOf(id) % run.blocks;
  if (batch >= run.batches) { return; }
  let length = load(batch, block, digit);
  var found = 0u;
  for (var i = 0u; i < length; i++) { found += select(0u, 1u, digits[i] == digit); }
  plan[counter(batch, digit, block)] = found;
}

var<workgroup> sums: array<u32, ${scanners}>;

@compute @workgroup_size(${scanners})
fn scan(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) thread: u32) {
  let batch = groupOf(id);
  if (batch >= run.batches) { return; }
  let length = ${2 ** digitBits} * run.blocks;
  let share = (length + ${scanners - 1}) / ${scanners};
  let first = counter(batch, 0, 0);
  let from_ = first + min(thread * share, length);
  let end = first + min((thread + 1) * share, length);
  var sum = 0u;
  for (var i = from_; i < end; i++) { sum += plan[i]; }
  sums[thread] = sum;
  workgroupBarrier();
  for (var reach = 1u; reach < ${scanners}; reach *= 2) {
    var before = 0u;
    if (thread >= reach) { before = sums[thread - reach]; }
    workgroupBarrier();
    sums[thread] += before;
    workgroupBarrier();
  }
  var at = sums[thread] - sum;
  for (var i = from_; i < end; i++) {
    let found = plan[i];
    plan[i] = at;
    at += found;
  }
}

@compute @workgroup_size(${2 ** digitBits})
fn scatter(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) digit: u32) {
  let batch = groupOf(id) / run.blocks;
  let block = groupOf(id) % run.blocks;
  if (batch >= run.batches) { return; }
  let length = load(batch, block, digit);
  var at = run.sink + baseOf(batch) + plan[counter(batch, digit, block)];
  for (var i = 0u; i < length; i++) {
    if (digits[i] == digit) {
      plan[at] = numbers[i];
      at++;
    }
  }
}

@compute @workgroup_size(${workgroup})
fn place(@builtin(global_invocation_id) id: vec3u) {
  let at = threadOf(id);
  if (at >= 2 * all()) { return; }
  let base = baseOf(at / (2 * run.size));
  let number = sorted(at);
  let row = rowOf(base, number);
  var low = 0u;
  var high = at - base;
  while (low < high) {
    let middle = (low + high) / 2;
    if (rowOf(base, sorted(base + middle)) < row) { low = middle + 1; } else { high = middle; }
  }
  plan[${planParts.starts} * all() + at] = low;
  plan[${planParts.places} * all() + base + number] = low;
}
`
