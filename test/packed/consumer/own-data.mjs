// What the READMEs' commands ask for: ratings of one's own, and a drawing.
import { writeFileSync } from 'node:fs'
import { sampleRatings } from '@onecycle/collab'
import { sampleDigits } from '@onecycle/vision-mnist'
import { encode } from 'fast-png'

const { ratings } = sampleRatings({ users: 60, movies: 80, ratings: 2000 })
const rows = Array.from(ratings.user, (user, i) =>
  [user === 1 ? 'ann' : user, `film ${ratings.item[i]}`, ratings.rating[i]].join(','),
)
writeFileSync('ratings.csv', `user,item,rating\n${rows.join('\n')}\n`)

const { train } = sampleDigits()
const seven = train.labels.data.indexOf(7)
const ink = train.images.data.slice(seven * 784, (seven + 1) * 784)
writeFileSync(
  'seven.png',
  encode({ width: 28, height: 28, channels: 1, data: Uint8Array.from(ink, (x) => x * 255) }),
)
