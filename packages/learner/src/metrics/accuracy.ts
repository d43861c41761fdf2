import { averaged } from './metric.ts'

/** Share of the rows whose largest output is at the target's class. Outputs `[rows, classes]`, targets `[rows]`. */
export const accuracy = averaged('accuracy', (predictions, targets) => {
  const [rows, classes] = predictions.shape as [number, number]
  let right = 0
  for (let row = 0; row < rows; row++) {
    let best = 0
    for (let c = 1; c < classes; c++) {
      if (predictions.data[row * classes + c]! > predictions.data[row * classes + best]!) best = c
    }
    if (best === targets.data[row]) right++
  }
  return right / rows
})
