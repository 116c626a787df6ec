/** Where a setting of an account stands in the configuration; "default" is the account at the top level. */
export const accountKey = (account: string, key: string): string =>
  account === 'default' ? `channels.lark.${key}` : `channels.lark.accounts.${account}.${key}`
