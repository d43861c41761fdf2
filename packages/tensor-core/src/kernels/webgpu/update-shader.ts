import { updateRules, type UpdateRuleName } from '../update-rules.ts'

/** The rules of ../update-rules.ts, line by line; `c` holds the constants in their order. */
const bodies: Record<UpdateRuleName, string> = {
  sgd: `
    out[i] = p[i] * c(0) - c(2) * (g[i] + c(1) * p[i]);`,
  momentum: `
    let mean = c(3) * m[i] + g[i] + c(1) * p[i];
    m[i] = mean;
    out[i] = p[i] * c(0) - c(2) * mean;`,
  rmsprop: `
    let grad = g[i] + c(1) * p[i];
    let square = c(3) * m[i] + (1 - c(3)) * grad * grad;
    m[i] = square;
    out[i] = p[i] * c(0) - c(2) * grad / (sqrt(square) + c(4));`,
  adam: `
    let grad = g[i] + c(1) * p[i];
    let mean = c(3) * m[i] + (1 - c(3)) * grad;
    let square = c(4) * v[i] + (1 - c(4)) * grad * grad;
    m[i] = mean;
    v[i] = square;
    out[i] = p[i] * c(0) - c(2) * mean / (sqrt(square) * c(5) + c(6));`,
}

export const updateWorkgroup = 256

/** One pass over a parameter: its old values p and gradient g, its memory m (and v), its new values out. */
export function updateShader(rule: UpdateRuleName): string {
  const written = ['m', 'v'].slice(0, updateRules[rule].memory).concat('out')
  const writes = written.map(
    (name, i) => `@group(0) @binding(${i + 2}) var<storage, read_write> ${name}: array<f32>;`,
  )
  return `
@group(0) @binding(0) var<storage, read> p: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
${writes.join('\n')}
@group(0) @binding(${2 + written.length}) var<uniform> constants: array<vec4f, 2>;

fn c(i: u32) -> f32 { return constants[i / 4][i % 4]; }

@compute @workgroup_size(${updateWorkgroup})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < arrayLength(&p); i += groups.x * ${updateWorkgroup}) {${bodies[rule]}
  }
}`
}
