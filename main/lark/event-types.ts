/**
 * Events that an app may be subscribed to and that are no messages: the row that they leave in the log,
 * or `undefined` for those that come too often to be worth one. All of them are acknowledged.
 */
export const knownEvents: Readonly<Record<string, string | undefined>> = {
  'im.message.message_read_v1': undefined,
  'im.message.updated_v1': 'A message was edited.',
  'im.message.bot_muted_v1': 'The bot was muted.',
  'im.chat.member.bot.added_v1': 'The bot was added to a group.',
  'im.chat.member.bot.deleted_v1': 'The bot was removed from a group.',
  'im.chat.member.user.added_v1': 'Somebody joined a group.',
  'im.chat.member.user.deleted_v1': 'Somebody left a group.',
  'im.chat.member.user.withdrawn_v1': 'An invitation to a group was withdrawn.',
  'im.chat.updated_v1': 'The settings of a group changed.',
  'im.chat.disbanded_v1': 'A group was dissolved.',
  'im.chat.access_event.bot_p2p_chat_entered_v1': undefined,
  p2p_chat_create: 'Somebody opened a chat with the bot for the first time.',
  'application.bot.menu_v6': 'An entry of the bot menu was chosen; Perch has none.',
  'application.application.app_version.publish_apply_v6': undefined,
  'application.application.app_version.audit_v6': 'A new version of the app was reviewed.',
  'url.preview.get': undefined,
}
