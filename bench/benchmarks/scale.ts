import type { Benchmark } from '../harness.ts'

const sizes = [
  { name: '1M', rows: 1_000_000, users: 6_000, items: 4_000, batches: [64, 1024, 8192], rounds: 3 },
  { name: '10M', rows: 10_000_000, users: 70_000, items: 10_000, batches: [64, 1024, 8192], rounds: 1 },
  { name: '25M', rows: 25_000_000, users: 160_000, items: 59_000, batches: [8192], rounds: 1 },
]

/** Synthetic ratings with Zipf-like popularity: one epoch, 40 factors. */
export const scale: Benchmark[] = sizes.flatMap(({ name, rows, users, items, batches, rounds }) =>
  batches.map((batch) => {
    const args = [rows, users, items, batch].map(String)
    return {
      title: `one epoch of ${name} synthetic ratings (${users} users, ${items} items), batch ${batch}`,
      unit: 's',
      rounds,
      contestants: [
        { name: `onecycle, ${name}, batch ${batch}`, script: 'contestants/scale-onecycle.ts', args },
        {
          name: `PyTorch CPU, 1 thread, ${name}, batch ${batch}`,
          script: 'contestants/scale-torch.py',
          args,
          packages: ['torch'],
        },
      ],
    }
  }),
)
