/** A hint that speaks of the account at the top level, for another one: each path becomes that account's own. */
export const accountHint = (hint: string, account: string | undefined): string =>
  account === undefined || account === 'default'
    ? hint
    : hint.replaceAll(/channels\.lark\.(?!accounts\.)/g, () => `channels.lark.accounts.${account}.`)
