import { describe } from 'vitest'
import { memoryLink } from './memory-link.ts'
import { linkConformance } from './link-conformance.ts'

describe('the link without a wire', () => {
  linkConformance(async ({ handlers, hub }) => ({ link: memoryLink(handlers, hub), close: async () => undefined }))
})
