/** Where a pair may be tried: a brand, the address of a platform of one's own, or both brands in turn. */
export type Platform = 'auto' | 'feishu' | 'lark' | (string & {})

export const isBrand = (platform: string): platform is 'feishu' | 'lark' => platform === 'feishu' || platform === 'lark'

/** What can be chosen, first what the configuration suggests: who set an address of their own is asked about no other. */
export const platformsFor = (domain: unknown): readonly [Platform, ...Platform[]] =>
  typeof domain !== 'string' || isBrand(domain) ? ['auto', 'feishu', 'lark'] : [domain, 'feishu', 'lark']
