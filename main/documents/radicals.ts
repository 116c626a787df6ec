/**
 * Simplified radicals that browsers put into a PDF in place of the character (block 2E80–2EFF), and that no
 * normalisation form maps back. After Unicode's EquivalentUnifiedIdeograph.
 */
const RADICALS: Readonly<Record<string, string>> = {
  '⺟': '母',
  '⺠': '民',
  '⻁': '虎',
  '⻄': '西',
  '⻅': '见',
  '⻆': '角',
  '⻉': '贝',
  '⻋': '车',
  '⻓': '长',
  '⻔': '门',
  '⻘': '青',
  '⻙': '韦',
  '⻚': '页',
  '⻛': '风',
  '⻜': '飞',
  '⻝': '食',
  '⻢': '马',
  '⻣': '骨',
  '⻤': '鬼',
  '⻥': '鱼',
  '⻦': '鸟',
  '⻨': '麦',
  '⻩': '黄',
  '⻬': '齐',
  '⻮': '齿',
  '⻰': '龙',
  '⻳': '龟',
}

/** Kangxi radicals, compatibility ideographs and Latin ligatures. Not more: `10²` must not become `102`. */
const SHAPES = /[\u2f00-\u2fdf\uf900-\ufaff\ufb00-\ufb06\u{2f800}-\u{2fa1f}]/gu

/** Text as it is written, where a PDF holds its shapes: radicals and compatibility forms become characters. */
export const straightened = (text: string): string =>
  text
    .replaceAll(SHAPES, each => each.normalize('NFKC'))
    .normalize('NFC')
    .replaceAll(/[\u2e80-\u2eff]/g, each => RADICALS[each] ?? each)
