import { describe } from 'vitest'
import { memoryLink } from './memory-link.ts'
import { linkConformance } from './link-conformance.ts'

describe('the link without a wire', () => {
  linkConformance(async ({ handlers, hub }) => {
    const { link, close } = memoryLink(handlers, hub)
    return { link, close: async () => close() }
  })
})
