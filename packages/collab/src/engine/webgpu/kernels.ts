import { planParts } from './plan-parts.ts'

/** Threads of a workgroup; 65,535 of them make a line of a dispatch. */
export const workgroup = 64
export const workgroupsInLine = 65_535
/** Headers stand this many Uint32 apart: WebGPU wants offsets that change from call to call at 256 bytes. */
export const headerStride = 64

/** Ratings of one row that one thread sums up; popular rows get several threads. */
const chunkLength = 32

export const kernelNames = [
  'catchUp',
  'errors',
  'gradients',
  'adam',
  'losses',
  'settle',
  'gather',
  'predict',
] as const
export type KernelName = (typeof kernelNames)[number]

/** Where `struct Batch` has what: of a batch, of its run, and of the model. */
export const batchFields = { t: 0, first: 1 }
export const runFields = { size: 2, all: 3, itemTable: 4 }
export const modelFields = { users: 5, allRows: 6, lanes: 7 }
export const modelNumbers = { beta2: 8, rest2: 9, logBeta2: 10, low: 11, range: 12 }
export const headerBytes = 64

/**
 * The WGSL of the fused trainer; the mathematics is that of assembly/*.ts. Four kernels make a batch:
 *
 *     catchUp    a thread a vector of a touched row: its values as they are at this step, into `vectors`
 *     errors     a thread a rating: prediction, error, the slope of the loss
 *     gradients  a thread a vector of a chunk of a row's ratings: their part of the row's gradient
 *     adam       a thread a vector of a touched row: the gradient's parts summed up, and the step
 *
 * Rows stay as they were until `adam`: it alone writes values and moments, so that no kernel reads a row that
 * another thread of it writes.
 *
 * Tables too large for one binding stand in several windows of rows: catchUp, adam, settle and gather are called
 * once a window, and see to the rows in it; all others work on what was copied by place.
 */
export const kernels = `
struct Batch {
  // Steps of the stretch made before this batch.
  t: u32,
  // Its first rating within the run.
  first: u32,
  size: u32,
  // Ratings of the run.
  all: u32,
  // Where the items' table begins, in steps.
  itemTable: u32,
  users: u32,
  allRows: u32,
  // Vectors in a row: factors, and the bias.
  lanes: u32,
  beta2: f32,
  rest2: f32,
  logBeta2: f32,
  // Predictions lie between low and low + range; range 0: anywhere.
  low: f32,
  range: f32,
}
@group(0) @binding(0) var<uniform> batch: Batch;
@group(0) @binding(1) var<storage, read> plan: array<u32>;
@group(0) @binding(2) var<storage, read_write> p: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> m: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> v: array<vec4f>;
// By row: the step up to which it is up to date; then the same by place, as catchUp found it.
@group(0) @binding(5) var<storage, read_write> upToDate: array<u32>;
// The stretch: three vectors a step, as in stretch-table.ts.
@group(0) @binding(6) var<storage, read> stretch: array<vec4f>;
// By place: values of rows; then by the first entry of a chunk: parts of gradients.
@group(0) @binding(7) var<storage, read_write> vectors: array<vec4f>;
// By rating of the batch: slopes; by rating of the run: squared errors; by batch: losses.
@group(0) @binding(8) var<storage, read_write> scalars: array<f32>;
// The rows from first to before end: those that p, m and v hold.
struct Window {
  first: u32,
  end: u32,
}
@group(0) @binding(9) var<uniform> window: Window;

fn isHere(row: u32) -> bool { return row >= window.first && row < window.end; }
fn vectorAt(row: u32, lane: u32) -> u32 { return (row - window.first) * batch.lanes + lane; }

fn threadOf(id: vec3u) -> u32 { return id.x + id.y * ${workgroup * workgroupsInLine}u; }
fn tableOf(row: u32) -> u32 { return select(batch.itemTable, 0u, row < batch.users); }

// What became of the first and the second moment between steps t0 and t1.
fn decays(table: u32, t0: u32, t1: u32) -> vec2f {
  let from_ = stretch[3 * (table + t0)];
  let to = stretch[3 * (table + t1)];
  let logB1 = (to.z - from_.z) + (to.w - from_.w);
  let logB2 = f32(t1 - t0) * batch.logBeta2;
  return vec2f(select(0, exp(logB1), logB1 > -36), select(0, exp(logB2), logB2 > -41));
}

fn decayOfValues(table: u32, t0: u32, t1: u32) -> f32 {
  let from_ = stretch[3 * (table + t0)];
  let to = stretch[3 * (table + t1)];
  let sign = stretch[3 * (table + t0) + 1].z * stretch[3 * (table + t1) + 1].z;
  return sign * exp((to.x - from_.x) + (to.y - from_.y));
}

// The values of one vector of a row, last stepped at t0, as they are at step t1: catch-up in closed form.
fn valuesAt(at: u32, table: u32, t0: u32, t1: u32) -> vec4f {
  if (t0 >= t1) { return p[at]; }
  let from_ = stretch[3 * (table + t0)];
  let to = stretch[3 * (table + t1)];
  let early = stretch[3 * (table + t0) + 1];
  let late = stretch[3 * (table + t1) + 1];
  let w = decayOfValues(table, t0, t1);
  let growth = -f32(t1 - t0) * (batch.logBeta2 / 2);
  let logTail = (to.z - from_.z) + (to.w - from_.w) + growth;
  var s1 = w * early.x;
  var s2 = w * early.y;
  if (logTail > -46) {
    s1 -= exp(logTail) * late.x;
    s2 -= exp(logTail + growth) * late.y;
  }
  if (s1 <= 0) { return w * p[at]; }
  let node = s2 / s1;
  let reach = s1 * 1e9 * m[at];
  let live = reach * reach > v[at] + node * node;
  if (any(live & (v[at] < vec4f(1e-12)))) { return replayed(at, table, t0, t1); }
  return w * p[at] - s1 * m[at] / (sqrt(v[at]) + node);
}

// The same step by step, where sqrt(v) is so small that one node does not do; until nothing moves any more.
fn replayed(at: u32, table: u32, t0: u32, t1: u32) -> vec4f {
  var values = p[at];
  var mean = m[at];
  var square = v[at];
  for (var t = t0 + 1; t <= t1; t++) {
    let step = stretch[3 * (table + t) + 2];
    mean *= step.w;
    square *= batch.beta2;
    let change = step.x * mean / (sqrt(square) + step.y);
    values = step.z * values - change;
    if (all(abs(change) <= vec4f(1e-10))) { return decayOfValues(table, t, t1) * values; }
  }
  return values;
}

fn predicted(raw: f32) -> f32 {
  // A shader may take no value for NaN; then one would come out as a prediction like any other.
  let isNaN = (bitcast<u32>(raw) & 0x7fffffff) > 0x7f800000;
  if (batch.range == 0 || isNaN) { return raw; }
  return batch.low + batch.range / (1 + exp(-raw));
}

// The plan of the run, see plan-parts.ts. A row's place is the first of its entries in the batch.
fn rowOf(number: u32) -> u32 { return plan[2 * batch.first + number]; }
fn ratingOf(j: u32) -> f32 { return bitcast<f32>(plan[${planParts.ratings} * batch.all + batch.first + j]); }
fn entry(i: u32) -> u32 { return plan[${planParts.entries} * batch.all + 2 * batch.first + i]; }
fn startOf(i: u32) -> u32 { return plan[${planParts.starts} * batch.all + 2 * batch.first + i]; }
fn placeOf(number: u32) -> u32 { return plan[${planParts.places} * batch.all + 2 * batch.first + number]; }

fn partAt(chunk: u32, lane: u32) -> u32 { return (2 * batch.size + chunk) * batch.lanes + lane; }

@compute @workgroup_size(${workgroup})
fn catchUp(@builtin(global_invocation_id) id: vec3u) {
  let place = threadOf(id) / batch.lanes;
  let lane = threadOf(id) % batch.lanes;
  if (place >= 2 * batch.size || startOf(place) != place) { return; }
  let row = rowOf(entry(place));
  if (!isHere(row)) { return; }
  let t0 = upToDate[row];
  if (lane == 0) { upToDate[batch.allRows + place] = t0; }
  vectors[place * batch.lanes + lane] = valuesAt(vectorAt(row, lane), tableOf(row), t0, batch.t);
}

@compute @workgroup_size(${workgroup})
fn errors(@builtin(global_invocation_id) id: vec3u) {
  let j = threadOf(id);
  if (j >= batch.size) { return; }
  let user = placeOf(j) * batch.lanes;
  let item = placeOf(batch.size + j) * batch.lanes;
  var raw = vectors[user + batch.lanes - 1].x + vectors[item + batch.lanes - 1].x;
  for (var lane = 0u; lane < batch.lanes - 1; lane++) { raw += dot(vectors[user + lane], vectors[item + lane]); }
  let prediction = predicted(raw);
  let error = prediction - ratingOf(j);
  var slope = 1f;
  if (batch.range != 0) {
    let share = (prediction - batch.low) / batch.range;
    slope = batch.range * share * (1 - share);
  }
  scalars[j] = 2 * error * slope / f32(batch.size);
  scalars[batch.size + batch.first + j] = error * error;
}

@compute @workgroup_size(${workgroup})
fn gradients(@builtin(global_invocation_id) id: vec3u) {
  let chunk = threadOf(id) / batch.lanes;
  let lane = threadOf(id) % batch.lanes;
  if (chunk >= 2 * batch.size) { return; }
  let place = startOf(chunk);
  if ((chunk - place) % ${chunkLength} != 0) { return; }
  let isBias = lane == batch.lanes - 1;
  let end = min(chunk + ${chunkLength}, 2 * batch.size);
  var sum = vec4f();
  for (var i = chunk; i < end && startOf(i) == place; i++) {
    let number = entry(i);
    let isUser = number < batch.size;
    let j = select(number - batch.size, number, isUser);
    let other = vectors[placeOf(select(j, j + batch.size, isUser)) * batch.lanes + lane];
    sum += scalars[j] * select(other, vec4f(1, 0, 0, 0), isBias);
  }
  vectors[partAt(chunk, lane)] = sum;
}

@compute @workgroup_size(${workgroup})
fn adam(@builtin(global_invocation_id) id: vec3u) {
  let place = threadOf(id) / batch.lanes;
  let lane = threadOf(id) % batch.lanes;
  if (place >= 2 * batch.size || startOf(place) != place) { return; }
  let row = rowOf(entry(place));
  if (!isHere(row)) { return; }
  var gradient = vec4f();
  for (var chunk = place; chunk < 2 * batch.size && startOf(chunk) == place; chunk += ${chunkLength}) {
    gradient += vectors[partAt(chunk, lane)];
  }
  let at = vectorAt(row, lane);
  let table = tableOf(row);
  let kept = decays(table, upToDate[batch.allRows + place], batch.t);
  let step = stretch[3 * (table + batch.t + 1) + 2];
  let mean = step.w * (kept.x * m[at]) + (1 - step.w) * gradient;
  let square = batch.beta2 * (kept.y * v[at]) + batch.rest2 * gradient * gradient;
  m[at] = mean;
  v[at] = square;
  p[at] = step.z * vectors[place * batch.lanes + lane] - step.x * mean / (sqrt(square) + step.y);
  if (lane == 0) { upToDate[row] = batch.t + 1; }
}

var<workgroup> sums: array<f32, ${workgroup}>;

// A workgroup a batch of the run: the mean of its squared errors, summed in an order that is always the same.
@compute @workgroup_size(${workgroup})
fn losses(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var sum = 0f;
  let first = batch.size + group.x * batch.size;
  for (var j = thread; j < batch.size; j += ${workgroup}) { sum += scalars[first + j]; }
  sums[thread] = sum;
  workgroupBarrier();
  for (var half = ${workgroup / 2}u; half > 0; half /= 2) {
    if (thread < half) { sums[thread] += sums[thread + half]; }
    workgroupBarrier();
  }
  if (thread == 0) { scalars[batch.size + batch.all + group.x] = sums[0] / f32(batch.size); }
}

// Brings all rows up to step t; the host sets upToDate back to 0 after it.
@compute @workgroup_size(${workgroup})
fn settle(@builtin(global_invocation_id) id: vec3u) {
  let at = threadOf(id);
  let row = window.first + at / batch.lanes;
  if (!isHere(row)) { return; }
  let kept = decays(tableOf(row), upToDate[row], batch.t);
  p[at] = valuesAt(at, tableOf(row), upToDate[row], batch.t);
  m[at] *= kept.x;
  v[at] *= kept.y;
}

// plan holds the rows of users, then those of items.
@compute @workgroup_size(${workgroup})
fn gather(@builtin(global_invocation_id) id: vec3u) {
  let place = threadOf(id) / batch.lanes;
  let lane = threadOf(id) % batch.lanes;
  if (place >= 2 * batch.size || !isHere(plan[place])) { return; }
  vectors[place * batch.lanes + lane] = p[vectorAt(plan[place], lane)];
}

@compute @workgroup_size(${workgroup})
fn predict(@builtin(global_invocation_id) id: vec3u) {
  let j = threadOf(id);
  if (j >= batch.size) { return; }
  let user = j * batch.lanes;
  let item = (batch.size + j) * batch.lanes;
  var raw = vectors[user + batch.lanes - 1].x + vectors[item + batch.lanes - 1].x;
  for (var lane = 0u; lane < batch.lanes - 1; lane++) { raw += dot(vectors[user + lane], vectors[item + lane]); }
  scalars[j] = predicted(raw);
}
`

/** Writes the fields that are given into a header, and 0 into the others of `fields`. */
export const setFields = <Name extends string>(
  header: Uint32Array | Float32Array,
  fields: Readonly<Record<Name, number>>,
  values: Partial<Record<Name, number>>,
) => {
  for (const name of Object.keys(fields) as Name[]) header[fields[name]] = values[name] ?? 0
}
