/** An app as its developer made it in the console: credentials, bot, permissions. */
export type App = {
  readonly appId: string
  readonly name: string
  readonly botOpenId: string
  readonly botUnionId: string
  readonly tenantKey: string
  readonly scopes: Set<string>
  appSecret: string
  /** Off: the app has no bot, `bot/v3/info` answers 11205. */
  botEnabled: boolean
  /** Off: no card callback is configured, a pressed button shows error 200340. */
  cardCallback: boolean
  /** Changed fields of what the platform tells about the app and its bot: version, status, subscriptions. */
  told: { readonly application: Readonly<Record<string, unknown>>; readonly bot: Readonly<Record<string, unknown>> }
}

/** What the bot may do with a person: outside availability 230013, resigned 230029, bot stopped by them 230053. */
type Standing = 'active' | 'unavailable' | 'resigned' | 'stopped'

export type Person = {
  /** As the first app sees it; other apps see another one. */
  readonly openId: string
  readonly unionId: string
  readonly userId: string
  readonly tenantKey: string
  readonly avatarUrl: string
  /** `app`: another bot that speaks in groups. */
  readonly kind: 'user' | 'app'
  name: string
  standing: Standing
}

export type Chat = {
  readonly chatId: string
  readonly mode: 'p2p' | 'group' | 'topic'
  readonly tenantKey: string
  readonly createdAt: number
  name: string
  ownerId: string | undefined
  external: boolean
  dissolved: boolean
  /** False: members may not post, a bot gets 230035. */
  postingAllowed: boolean
  readonly members: Set<string>
  /** App IDs of the bots in it. */
  readonly bots: Set<string>
}

export type Author =
  { readonly kind: 'person'; readonly openId: string } | { readonly kind: 'app'; readonly appId: string }

export type Mention = { readonly key: string; readonly name: string; readonly who: Author }

export type Reaction = { readonly reactionId: string; readonly emoji: string; readonly by: Author; readonly at: number }

export type Message = {
  readonly messageId: string
  readonly chatId: string
  readonly author: Author
  readonly createdAt: number
  readonly rootId: string | undefined
  readonly parentId: string | undefined
  readonly mentions: readonly Mention[]
  /** Set on the parts of a merged forward. */
  readonly upperMessageId: string | undefined
  type: string
  /** As stored: a JSON string, except for `merge_forward`. */
  content: string
  threadId: string | undefined
  cardId: string | undefined
  updatedAt: number
  edits: number
  state: 'present' | 'recalled' | 'deleted'
  readonly reactions: Reaction[]
}

export type StoredFile = {
  readonly key: string
  readonly kind: 'image' | 'file'
  readonly name: string
  /** `image`, or the file_type of the upload: opus, mp4, pdf, doc, xls, ppt, stream. */
  readonly fileType: string
  readonly bytes: Uint8Array
  readonly owner: Author
}

export const sameAuthor = (left: Author, right: Author): boolean =>
  left.kind === 'person'
    ? right.kind === 'person' && left.openId === right.openId
    : right.kind === 'app' && left.appId === right.appId
