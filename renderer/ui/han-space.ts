/** Chinese is set with a space between Han and Latin letters or digits; names that are filled in bring neither. */
export const hanSpaced = (text: string): string =>
  text.replaceAll(/(\p{Script=Han})(?=[A-Za-z0-9@])|([A-Za-z0-9@])(?=\p{Script=Han})/gu, '$1$2 ')

/** The same around a name, which stays as its owner writes it. */
export const hanSpacedAround = (text: string, name: string): string =>
  name === '' ? hanSpaced(text) : hanSpaced(text).replaceAll(hanSpaced(name), () => name)
