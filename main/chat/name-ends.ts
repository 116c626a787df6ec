/**
 * Whether a called name ends before these words. `@张三丰` is nobody when only 张三 is here: to call the wrong person is
 * worse than to call none. A space or a sign always ends a name. Pure.
 */
export function endsThere(name: string, behind: string): boolean {
  if (/^[\p{N}\p{M}_]/u.test(behind) || /^[.\-'’][A-Za-z0-9]/.test(behind)) return false
  const script = scripts.find(({ own }) => own.test(name)) ?? spaced
  return !script.goesOn.test(behind) || (script.sentence?.test(behind) ?? false)
}

type Script = {
  /** How a name of this script ends. */
  readonly own: RegExp
  /** What may belong to a longer name. */
  readonly goesOn: RegExp
  /** What goes on with the sentence instead, though no space stands before it. */
  readonly sentence?: RegExp
}

/** Words that follow a person in a sentence and that no given name ends with; or a list goes on with another call. */
const CHINESE =
  /^(?:[请的是在吗呢吧啊呀啦了你您我他她它们这那把被给很还也都又没不要说看做帮谢需负已再跟或及但该谁怎]|[和与同、]\s*@|老师|同学|先生|女士|经理|总监|主任|主管|同事|麻烦|可以|可否|能否|能不能|确认|收到|关于|根据|提到|提出|现在|今天|明天|昨天|有空|有时间)/
const JAPANESE = /^(?:さん|さま|様|くん|君|ちゃん|先生|氏|は|が|を|に|へ|も|と|の)/
const KOREAN = /^(?:님|씨|께|에게|한테|는|를|와|과|의)/
/** Three characters are a whole name, unless the first two are the surname. */
const WHOLE_CHINESE =
  /^(?!欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|皇甫|尉迟|公孙|慕容|令狐|夏侯|东方|東方|独孤|南宫|端木|司徒|宇文|轩辕)\p{sc=Han}{3,}$/u

const scripts: readonly Script[] = [
  { own: /\p{sc=Hangul}$/u, goesOn: /^[\p{sc=Hangul}\p{sc=Latin}]/u, sentence: KOREAN },
  {
    own: /[\p{sc=Hiragana}\p{sc=Katakana}ー]$/u,
    goesOn: /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Latin}]/u,
    sentence: JAPANESE,
  },
  // Colleagues of one name are told apart by a letter or number behind it.
  { own: WHOLE_CHINESE, goesOn: /^\p{sc=Latin}/u },
  { own: /\p{sc=Han}$/u, goesOn: /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Latin}]/u, sentence: CHINESE },
]
/** A name in letters ends where its word does, also before Chinese; behind it an `@` belongs to an address. */
const spaced: Script = { own: /./, goesOn: /^(?:@|(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])\p{L})/u }
