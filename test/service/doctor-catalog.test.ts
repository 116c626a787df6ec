import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../main/service/doctor/catalog.ts'
import { checksBySymptom, doctorReference } from '../../main/service/doctor/reference.ts'

const all = [...catalog.shared, ...catalog.account, ...catalog.model]
const symptoms = Array.from({ length: 39 }, (_, index) => `N${String(index + 1).padStart(2, '0')}`)

describe('the catalog of checks', () => {
  test.each(symptoms)('%s is explained by at least one check', symptom => {
    const known = new Map<string, readonly unknown[]>(checksBySymptom())
    expect(known.get(symptom)?.length).toBeGreaterThan(0)
  })

  test('no id stands twice', () => {
    const ids = all.map(({ id }) => id)
    expect(ids.length).toBe(new Set(ids).size)
  })

  test('what a check needs stands before it, and is of the same kind', () => {
    for (const checks of Object.values(catalog)) {
      const seen = new Set<string>()
      for (const { id, needs = [] } of checks) {
        for (const need of needs) expect(seen, `${id} needs ${need}`).toContain(need)
        seen.add(id)
      }
    }
  })

  test('every title is there in both languages', () => {
    for (const { title } of all)
      expect(title).toEqual({ en: expect.stringMatching(/\S/), zh: expect.stringMatching(/\S/) })
  })

  test('docs/doctor.md is the one that the catalog makes (node scripts/doctor-reference.ts)', () => {
    const file = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8')
    expect(file).toBe(doctorReference())
  })
})
