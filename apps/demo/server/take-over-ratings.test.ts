import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { onEveryEngine } from './on-every-engine-for-tests.ts'
import { lastChange, opinionsOf, setOpinion, undo } from './ratings.ts'
import { takeOverRatings } from './take-over-ratings.ts'

/** As the version before the store wrote it. */
const oldSchema = `
  CREATE TABLE opinions (
    visitor TEXT NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rated', 'unseen', 'hidden')),
    rating REAL CHECK ((kind = 'rated') = (rating IS NOT NULL)),
    changed INTEGER NOT NULL, PRIMARY KEY (visitor, title)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE last_changes (
    visitor TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT, rating REAL, changed INTEGER
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 1`

onEveryEngine((stores) => {
  const file = () => join(stores().folder, 'ratings.sqlite')
  const writeOld = (rows: string) => {
    const old = new DatabaseSync(file())
    old.exec(oldSchema)
    old.exec(rows)
    old.close()
  }
  const rated = (title: string, rating: number, changed: number) => ({
    title,
    opinion: { kind: 'rated', rating },
    changed: new Date(changed),
  })

  it('moves all ratings, and what undo would put back', async () => {
    writeOld(`
      INSERT INTO opinions VALUES ('ann', 'Fargo', 'rated', 4.5, 1003), ('ann', 'Heat', 'unseen', NULL, 1001),
        ('bob', 'Fargo', 'hidden', NULL, 1002);
      INSERT INTO last_changes VALUES ('ann', 'Fargo', 'rated', 2, 1000), ('bob', 'Fargo', NULL, NULL, NULL)`)
    const store = stores().open()
    await takeOverRatings(store, file())
    expect(existsSync(file())).toBe(false)
    const heat = { title: 'Heat', opinion: { kind: 'unseen' }, changed: new Date(1001) }
    expect(await opinionsOf(store, 'ann')).toEqual([rated('Fargo', 4.5, 1003), heat])
    expect(await opinionsOf(store, 'bob')).toMatchObject([{ opinion: { kind: 'hidden' } }])
    await undo(store, 'ann')
    expect(await opinionsOf(store, 'ann')).toEqual([heat, rated('Fargo', 2, 1000)])
    await undo(store, 'bob')
    expect(await opinionsOf(store, 'bob')).toEqual([])
    await takeOverRatings(store, file())
  })

  it('leaves newer ratings alone', async () => {
    writeOld("INSERT INTO opinions VALUES ('ann', 'Fargo', 'rated', 1, 1), ('ann', 'Heat', 'rated', 2, 2)")
    const store = stores().open()
    await setOpinion(store, 'ann', 'Fargo', { kind: 'rated', rating: 5 })
    await takeOverRatings(store, file())
    expect(await opinionsOf(store, 'ann')).toEqual([rated('Fargo', 5, stores().clock), rated('Heat', 2, 2)])
    expect(await lastChange(store, 'ann')).toBe('Fargo')
  })

  it('removes a file with nothing in it', async () => {
    new DatabaseSync(file()).close()
    await takeOverRatings(stores().open(), file())
    expect(existsSync(file())).toBe(false)
  })
})
